/** Progress on stderr, only where a person watches. */

import ora from 'ora';

export interface Progress {
  step(): void;
  say(text: string): void;
  end(): void;
}

export function createProgress(): Progress {
  if (process.stderr.isTTY !== true)
    return { step: () => undefined, say: () => undefined, end: () => undefined };
  const spinner = ora({ stream: process.stderr }).start();
  let done = 0;
  return {
    step() {
      done++;
      if (done % 200 === 0) spinner.text = `${done} 件 / tickets`;
    },
    say(text) {
      spinner.text = text;
    },
    end() {
      spinner.stop();
    },
  };
}
