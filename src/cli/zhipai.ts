#!/usr/bin/env node
/** The command `zhipai`. Exit 0 done, 1 bad input or usage, 2 a finding. */

import { cac } from 'cac';
import { ZhipaiError } from '../errors.js';
import { ENGINE_VERSION } from '../version.js';
import { bench, benchAccept } from './bench.js';
import { nearest } from './did-you-mean.js';
import { evaluateFile, FIELDS, type Field } from './evaluate.js';
import { explain } from './explain.js';
import { fileReason } from './load.js';
import { route } from './route.js';
import { rulesDiff, rulesLint, rulesSchema, rulesTest } from './rules.js';
import { taxonomyCheck, taxonomyDiff, taxonomyShow } from './taxonomy.js';
import { train } from './train.js';

type Flags = Readonly<Record<string, unknown>>;

/** A flag's text; a number that cac made of it is text again. @throws ZhipaiError USAGE */
function text(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new ZhipaiError('USAGE', { got: `--${name}`, want: `--${name} VALUE, once` });
}

function needed(flags: Flags, name: string): string {
  const value = text(flags, name);
  if (value === undefined)
    throw new ZhipaiError('USAGE', { got: `no --${name}`, want: `--${name} VALUE` });
  return value;
}

function oneOf<T extends string>(flags: Flags, name: string, choices: readonly T[]): T | undefined {
  const value = text(flags, name);
  if (value === undefined) return undefined;
  if (choices.includes(value as T)) return value as T;
  const near = nearest(value, choices);
  throw new ZhipaiError('USAGE', {
    got: `--${name} ${value}`,
    want: choices.join(' | '),
    ...(near === null ? {} : { didYouMean: near }),
  });
}

const routerOptions = (flags: Flags) => ({
  pack: text(flags, 'pack'),
  rules: text(flags, 'rules'),
  taxonomy: text(flags, 'taxonomy'),
  model: text(flags, 'model'),
  leadModel: text(flags, 'leadModel'),
});

function commands() {
  const cli = cac('zhipai');
  const withRouter = (command: ReturnType<typeof cli.command>) =>
    command
      .option('--pack <name|dir>', '城市包 / city pack')
      .option('--rules <dir>', '规则目录 / rules folder')
      .option('--taxonomy <dir>', '分类目录 / taxonomy folder')
      .option('--model <file>', '模型文件 / model file')
      .option('--lead-model <file>', '本市主办模型 / the city’s own model of the lead');

  withRouter(
    cli.command(
      'route <file>',
      '为一个文件逐件作出分派 / route a CSV or JSON Lines file, - for stdin',
    ),
  )
    .option('--out <file>', '结果文件 / where the decisions go')
    .option('--rejects <file>', '坏行存到哪里 / where bad rows go')
    .option('--format <csv|jsonl>', '结果格式 / format of the decisions')
    .option('--text <column>', '正文列 / text column')
    .option('--summary', '只打印汇总表 / print the table for people')
    .action((file: string, flags: Flags) =>
      route(fileArgument(file), {
        ...routerOptions(flags),
        out: text(flags, 'out'),
        rejects: text(flags, 'rejects'),
        format: oneOf(flags, 'format', ['csv', 'jsonl']),
        text: text(flags, 'text'),
        summary: flags.summary === true,
      }),
    );
  withRouter(cli.command('explain <text>', '解释一件工单的分派 / explain one decision'))
    .option('--region <region>', '工单的区域字段 / region field')
    .option('--received-at <time>', '来电时间 / ISO 8601 time')
    .option('--no-redact', '不隐去姓名电话 / show names and phones')
    .option('--json', '只输出 JSON / JSON alone')
    .action((words: string, flags: Flags) =>
      explain(String(words), {
        ...routerOptions(flags),
        region: text(flags, 'region'),
        receivedAt: text(flags, 'receivedAt'),
        redact: flags.redact !== false,
        json: flags.json === true,
      }),
    );
  withRouter(cli.command('evaluate <file>', '用有标签的文件衡量 / measure against a labelled file'))
    .option('--label <column>', '标签列 / label column')
    .option('--field <field>', `${FIELDS.join(' | ')}`)
    .option('--text <column>', '正文列 / text column')
    .option('--crosswalk <csv>', '代码对照表 / our codes to their labels')
    .option('--target <share>', '目标正确率 / wanted share right')
    .option('--rejects <file>', '坏行存到哪里 / where bad rows go')
    .option('--json', '只输出 JSON / JSON alone')
    .action((file: string, flags: Flags) =>
      evaluateFile(fileArgument(file), {
        ...routerOptions(flags),
        label: needed(flags, 'label'),
        field: oneOf<Field>(flags, 'field', FIELDS),
        text: text(flags, 'text'),
        crosswalk: text(flags, 'crosswalk'),
        target: flags.target === undefined ? undefined : Number(flags.target),
        rejects: text(flags, 'rejects'),
        json: flags.json === true,
      }),
    );
  cli
    .command('train <file>', '用本市历史工单训练 / learn a city’s history')
    .option('--label <column>', '标签列 / label column')
    .option('--target <category|lead>', '学什么 / what to learn')
    .option('--out <file>', '模型文件 / model file')
    .option('--text <column>', '正文列 / text column')
    .option('--taxonomy <dir>', '分类目录 / taxonomy folder')
    .option('--rejects <file>', '坏行存到哪里 / where bad rows go')
    .action((file: string, flags: Flags) =>
      train(fileArgument(file), {
        label: needed(flags, 'label'),
        target: oneOf(flags, 'target', ['category', 'lead']),
        out: needed(flags, 'out'),
        text: text(flags, 'text'),
        taxonomy: text(flags, 'taxonomy'),
        rejects: text(flags, 'rejects'),
      }),
    );
  cli
    .command(
      'taxonomy <what> [...codes]',
      '分类体系：check | show [CODE] | diff A B / check, show or compare',
    )
    .option('--taxonomy <dir>', '分类目录 / taxonomy folder')
    .option('--json', '只输出 JSON / JSON alone')
    .action((what: string, codes: readonly string[], flags: Flags) => {
      const options = { taxonomy: text(flags, 'taxonomy'), json: flags.json === true };
      if (what === 'check') return taxonomyCheck(options);
      if (what === 'show') return taxonomyShow(codeAsTyped(codes[0]), options);
      if (what === 'diff') {
        if (codes.length !== 2)
          throw new ZhipaiError('USAGE', { got: 'taxonomy diff', want: 'taxonomy diff A B' });
        return taxonomyDiff(String(codes[0]), String(codes[1]), options);
      }
      const near = nearest(what, ['check', 'show', 'diff']);
      throw new ZhipaiError('USAGE', {
        got: `taxonomy ${what}`,
        want: 'check | show | diff',
        ...(near === null ? {} : { didYouMean: near }),
      });
    });
  withRouter(
    cli.command(
      'rules <what> [...args]',
      '规则：lint | test | schema [NAME] | diff OLD NEW / check, try, publish or compare rules',
    ),
  )
    .option('--data <file>', 'diff：用哪些工单 / tickets to compare on')
    .option('--max-changed <share>', 'diff：换手上限，0–1 / allowed share of changed tickets')
    .option('--label <column>', 'diff：主办标签列 / label column of the lead')
    .option('--field <field>', 'lead.role | lead.kind')
    .option('--text <column>', '正文列 / text column')
    .option('--rule <id>', 'test：只看一条规则 / one rule with every condition')
    .option('--out <dir>', 'schema：写到哪里 / where the schemas go')
    .option('--json', '只输出 JSON / JSON alone')
    .action((what: string, args: readonly string[], flags: Flags) =>
      rulesCommand(what, args.map(String), flags),
    );
  withRouter(
    cli.command(
      'bench [what]',
      '基准与门禁；bench accept --why 更新基线 / measure and gate; accept renews the baseline',
    ),
  )
    .option('--cases <file>', '自己的带标签工单 / your own labelled tickets')
    .option('--baseline <file>', '基线文件 / baseline file')
    .option('--real-data <dir>', '公开真实数据的目录 / folder of the public real data')
    .option('--report <dir>', '写 report.html、.md、.json / where the reports go')
    .option('--why <reason>', 'accept：为什么接受 / why the change is accepted')
    .option('--json', '只输出 JSON / JSON alone')
    .action((what: string | undefined, flags: Flags) => {
      const options = {
        ...routerOptions(flags),
        cases: text(flags, 'cases'),
        baseline: text(flags, 'baseline'),
        realData: text(flags, 'realData'),
        report: text(flags, 'report'),
        json: flags.json === true,
      };
      if (what === undefined) return bench(options);
      if (what === 'accept') return benchAccept(needed(flags, 'why'), options);
      throw new ZhipaiError('USAGE', { got: `bench ${what}`, want: 'bench | bench accept --why' });
    });
  cli.help();
  cli.version(ENGINE_VERSION);
  return cli;
}

function rulesCommand(
  what: string,
  args: readonly string[],
  flags: Flags,
): number | Promise<number> {
  const options = { ...routerOptions(flags), json: flags.json === true };
  if (what === 'lint') return rulesLint(options);
  if (what === 'test') return rulesTest({ ...options, rule: text(flags, 'rule') });
  if (what === 'schema') return rulesSchema(args[0], text(flags, 'out'));
  if (what === 'diff') {
    const [before, after] = args;
    if (before === undefined || after === undefined || args.length > 2)
      throw new ZhipaiError('USAGE', { got: 'rules diff', want: 'rules diff OLD NEW --data FILE' });
    return rulesDiff(before, after, {
      ...options,
      data: needed(flags, 'data'),
      maxChanged: share(flags, 'maxChanged'),
      label: text(flags, 'label'),
      field: oneOf(flags, 'field', ['lead.role', 'lead.kind']),
      text: text(flags, 'text'),
    });
  }
  const near = nearest(what, ['lint', 'test', 'schema', 'diff']);
  throw new ZhipaiError('USAGE', {
    got: `rules ${what}`,
    want: 'lint | test | schema | diff',
    ...(near === null ? {} : { didYouMean: near }),
  });
}

/** A share from 0 to 1. @throws ZhipaiError USAGE */
function share(flags: Flags, name: string): number | undefined {
  const value = text(flags, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() !== '' && number >= 0 && number <= 1) return number;
  throw new ZhipaiError('USAGE', { got: `--${name} ${value}`, want: '0–1' });
}

/** A code such as 060101 as it was typed: the parser may read it as a number. */
function codeAsTyped(code: unknown): string | undefined {
  if (code === undefined) return undefined;
  return (
    process.argv.find(
      (word) => word === String(code) || (/^\d+$/.test(word) && Number(word) === Number(code)),
    ) ?? String(code)
  );
}

/** The parser drops a lone `-`, which here means standard input. */
const STDIN = 'stdin:';
const fileArgument = (file: string): string => (file === STDIN ? '-' : String(file));

async function main(): Promise<number> {
  const cli = commands();
  const words = process.argv.map((word) => (word === '-' ? STDIN : word));
  const { args, options } = cli.parse(words, { run: false });
  if (options.help || options.version) return 0;
  if (cli.matchedCommand === undefined) {
    const names = cli.commands.map((command) => command.name);
    const typed = args[0];
    if (typed === undefined) {
      cli.outputHelp();
      return 1;
    }
    const near = nearest(typed, names);
    throw new ZhipaiError('USAGE', {
      got: typed,
      want: names.join(' | '),
      ...(near === null ? {} : { didYouMean: near }),
    });
  }
  return (await cli.runMatchedCommand()) ?? 0;
}

function say(error: unknown): void {
  if (error instanceof ZhipaiError)
    process.stderr.write(`${error.code}\n${error.zh}\n${error.en}\n`);
  else if ((error as Error)?.name === 'CACError') {
    const usage = new ZhipaiError('USAGE', { got: (error as Error).message });
    process.stderr.write(`${usage.code}\n${usage.zh}\n${usage.en}\n`);
  } else {
    // Never a stack: what is left is a fault of ours or of the machine, told in one line.
    process.stderr.write(
      `意外错误：${fileReason(error)} / Unexpected: ${(error as Error)?.message ?? error}\n`,
    );
  }
}

// A reader that closes early, such as head, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? 0 : 1),
);
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    say(error);
    process.exitCode = 1;
  },
);
