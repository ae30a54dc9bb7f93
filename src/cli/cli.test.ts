import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { packageRoot } from './load.js';
import { textWidth } from './terminal.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhipai-cli-'));
});

function zhipai(args: string[], input?: string | Buffer) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(packageRoot(), 'dist', 'zhipai.js'), ...args],
    {
      cwd: folder,
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  expect(stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
  return { status, stdout, stderr };
}
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return name;
};
const decisions = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test('route gives one decision a row, in order, with the line of each', () => {
  const name = file('a.csv', '编号,内容\nT1,路灯不亮\n\nT2,"停水了\n第二行"\nT3,垃圾没人收\n');
  const { status, stdout } = zhipai(['route', name]);
  expect(status).toBe(0);
  expect(decisions(stdout).map((one) => [one.ticketId, one.line])).toEqual([
    ['T1', 2],
    ['T2', 4],
    ['T3', 6],
  ]);
});

test('bad rows are told by line and kept; good rows still come out; exit 1', () => {
  const name = file(
    'bad.csv',
    'id,text\n1,路灯不亮\n2,多一列,x\n3,"引号没闭合\n4,停水\n5\n6,垃圾\n',
  );
  const { status, stdout, stderr } = zhipai(['route', name, '--rejects', 'rejected.csv']);
  expect(status).toBe(1);
  expect(decisions(stdout).map((one) => one.ticketId)).toEqual(['1', '4', '6']);
  expect(stderr).toMatch(/第 3 行/);
  expect(stderr).toMatch(/第 4 行.*引号没有闭合/);
  expect(stderr).toMatch(/第 6 行/);
  const kept = readFileSync(join(folder, 'rejected.csv'), 'utf8');
  expect(kept.split('\n').filter(Boolean)).toHaveLength(4);
});

test.each([
  ['an empty file', () => file('empty.csv', ''), 'FILE_EMPTY'],
  [
    'a folder',
    () => join(mkdirSync(join(folder, 'dir', 'in'), { recursive: true }) ?? '', '..'),
    'FILE_UNREADABLE',
  ],
  ['no such file', () => 'nowhere.csv', 'FILE_UNREADABLE'],
  ['no text column', () => file('columns.csv', '编号,甲\n1,2\n'), 'CSV_COLUMN_MISSING'],
])('%s: exit 1 with a reason in both languages', (_, make, code) => {
  const { status, stdout, stderr } = zhipai(['route', make()]);
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain(code);
  expect(stderr).toMatch(/[\u4e00-\u9fff]/);
});

test('a wrong column name gets the nearest one', () => {
  const name = file('near.csv', 'id,contents\n1,停水\n');
  expect(zhipai(['route', name, '--text', 'content']).stderr).toMatch(/Did you mean contents/);
});

test('GB18030, a BOM and JSON Lines are read', () => {
  const gb = Buffer.from([0xc4, 0xda, 0xc8, 0xdd, 0x0a, 0xcd, 0xa3, 0xcb, 0xae, 0xc1, 0xcb, 0x0a]); // 内容 / 停水了
  const code = decisions(zhipai(['route', file('gb.csv', gb)]).stdout)[0].matters[0].category.code;
  const bom = decisions(zhipai(['route', file('bom.csv', '\ufeff内容\n停水了\n')]).stdout)[0];
  const lines = decisions(
    zhipai(['route', file('a.jsonl', '{"id":"1","text":"停水了"}\n{"id":\n')]).stdout,
  )[0];
  expect(bom.matters[0].category.code).toBe(code);
  expect(lines.matters[0].category.code).toBe(code);
});

test('standard input and CSV output', () => {
  const { status, stdout } = zhipai(['route', '-', '--format', 'csv'], 'id,text\n7,路灯不亮\n');
  expect(status).toBe(0);
  expect(stdout.split('\n')[0]).toMatch(/^line,ticket_id,action/);
  expect(stdout.split('\n')[1]).toMatch(/^2,7,/);
});

test('the same file twice gives the same bytes', () => {
  const name = file(
    'twice.csv',
    `id,text\n${Array.from({ length: 50 }, (_, i) => `${i},路灯不亮${i}号杆`).join('\n')}\n`,
  );
  expect(zhipai(['route', name]).stdout).toBe(zhipai(['route', name]).stdout);
});

test('explain keeps within 80 columns and hides phones, and --json is JSON alone', () => {
  const words =
    '我叫王小明，电话13800138000，澜东区书院里小区的电梯又坏了，物业一直拖着不修，老人下不了楼';
  const { stdout } = zhipai(['explain', words, '--pack', 'example']);
  for (const line of stdout.split('\n')) expect(textWidth(line), line).toBeLessThanOrEqual(80);
  expect(stdout).not.toContain('13800138000');
  expect(stdout).not.toContain('王小明');
  expect(stdout).toMatch(/分类 \/ category/);
  expect(JSON.parse(zhipai(['explain', words, '--json']).stdout).matters).toHaveLength(1);
});

test('evaluate gives every figure, and a label column that is missing is named', () => {
  const name = file('labelled.csv', 'text,code\n路灯不亮,020501\n停水,020601\n');
  const result = JSON.parse(
    zhipai(['evaluate', name, '--label', 'code', '--field', 'level1', '--json']).stdout,
  );
  expect(Object.keys(result)).toEqual([
    'rows',
    'classes',
    'accuracy',
    'interval95',
    'top3',
    'macroF1',
    'ece',
    'coverageAt',
    'auto',
    'microsPerTicket',
  ]);
  expect(result.rows).toBe(2);
  expect(zhipai(['evaluate', name, '--label', 'cod']).stderr).toMatch(/Did you mean code/);
});

test('a crosswalk maps our codes to other labels, and what it lacks is wrong', () => {
  const name = file('other.csv', 'text,label\n小区停水了,水\n咨询社保卡,别的\n');
  const walk = file('walk.csv', 'ours,theirs,relation\n02,水,broader\n');
  const result = JSON.parse(
    zhipai(['evaluate', name, '--label', 'label', '--crosswalk', walk, '--json']).stdout,
  );
  expect(result.accuracy).toBe(0.5);
});

test('train, then evaluate the model; a damaged model is one clear error', () => {
  const rows = Array.from({ length: 120 }, (_, i) =>
    i % 2 === 0 ? `${i}号楼停水了没有水用,水务` : `${i}路公交车司机甩站,公交`,
  );
  const name = file('history.csv', `text,unit\n${rows.join('\n')}\n`);
  const trained = zhipai(['train', name, '--label', 'unit', '--out', 'city.model']);
  expect(trained.status).toBe(0);
  const result = JSON.parse(
    zhipai([
      'evaluate',
      name,
      '--label',
      'unit',
      '--field',
      'model',
      '--model',
      'city.model',
      '--json',
    ]).stdout,
  );
  expect(result.accuracy).toBe(1);
  const bytes = readFileSync(join(folder, 'city.model'));
  zhipai([
    'train',
    file('shuffled.csv', `text,unit\n${[...rows].reverse().join('\n')}\n`),
    '--label',
    'unit',
    '--out',
    'again.model',
  ]);
  expect(readFileSync(join(folder, 'again.model')).equals(bytes)).toBe(true);
  file('cut.model', bytes.subarray(0, bytes.length - 9));
  expect(
    zhipai(['evaluate', name, '--label', 'unit', '--field', 'model', '--model', 'cut.model'])
      .stderr,
  ).toContain('MODEL_DAMAGED');
  expect(
    zhipai(['evaluate', name, '--label', 'unit', '--field', 'model', '--model', name]).stderr,
  ).toContain('MODEL_FOREIGN');
});

test('too little history is refused with its counts', () => {
  const name = file('few.csv', 'text,unit\n停水,水务\n');
  const { status, stderr } = zhipai(['train', name, '--label', 'unit', '--out', 'x.model']);
  expect(status).toBe(1);
  expect(stderr).toMatch(/TRAINING_DATA/);
});

test('a wrong command or flag is told, with what may have been meant', () => {
  expect(zhipai(['rout', 'x.csv']).stderr).toMatch(/Did you mean route/);
  expect(zhipai(['evaluate', 'x.csv']).stderr).toMatch(/USAGE/);
  expect(zhipai(['taxonomy', 'chek']).stderr).toMatch(/Did you mean check/);
  expect(zhipai(['route']).status).toBe(1);
});

test('taxonomy show prints a category, and an unknown code is told', () => {
  expect(zhipai(['taxonomy', 'show', '0206']).stdout).toMatch(/0206/);
  expect(zhipai(['taxonomy', 'show']).stdout.split('\n').length).toBeGreaterThan(100);
  const { status, stderr } = zhipai(['taxonomy', 'show', '029999']);
  expect([status, stderr.includes('UNKNOWN_CODE')]).toEqual([1, true]);
});

test('a rule file with a fault is named by file, line and field, and nothing is routed', () => {
  const rules = join(folder, 'rules');
  mkdirSync(rules, { recursive: true });
  for (const name of ['ruleset.json', 'roles.json']) {
    writeFileSync(join(rules, name), readFileSync(join(packageRoot(), 'rules', name)));
  }
  writeFileSync(join(rules, 'routes.csv'), 'code,region,role,assist\n02,,供水企业,\n');
  const example = { match: ['停水'], noMatch: ['停电'] };
  const conditions = { fact: 'text', operator: 'containsEny', value: ['停水'] };
  const one = {
    id: 'r1',
    title: '停水规则',
    basis: '测试',
    priority: 5,
    conditions,
    event: { type: 'urgency', params: { urgency: '紧急' } },
    examples: example,
  };
  writeFileSync(
    join(rules, 'emergency.json'),
    JSON.stringify({ phase: 'emergency', version: '1.0.0', rules: [one] }, null, 2),
  );
  const tickets = file('t.csv', 'text\n停水\n');
  const wrong = zhipai(['route', tickets, '--rules', rules]);
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toMatch(/emergency\.json:12/);
  expect(wrong.stderr).toMatch(/rules\[0\]\.conditions\.operator/);
  writeFileSync(join(rules, 'emergency.json'), '{ "phase": "emergency",\n  "version": }');
  expect(zhipai(['route', tickets, '--rules', rules]).stderr).toMatch(
    /JSON_SYNTAX[\s\S]*emergency\.json:2/,
  );
});
