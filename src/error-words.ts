/** The found and the wanted of an error in Chinese, so that an operator without English can mend it. */

const WORDS: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: '真或假（true / false）',
  object: '对象',
  array: '列表',
  record: '对象',
  undefined: '没有填',
  null: '空（null）',
  ticket: '工单',
  empty: '空文件',
  'each code once': '每个代码只出现一次',
  'each id once': '每个编号只出现一次',
  'a role of roles.json': 'roles.json 里的角色',
  'a pattern in RE2 syntax': 'RE2 语法的模式',
  'a rule that json-rules-engine takes': 'json-rules-engine 能接受的规则',
  'a row of the migration table': '迁移表里的一行',
  'no such key': '不用这个键名',
  'unclosed quote': '引号没有闭合',
  'a header line': '一行表头',
  'unreadable JSON': '读不出的 JSON',
  '2, 4 or 6 digits': '2、4 或 6 位数字',
  'ISO 8601 with offset, such as 2026-03-01T08:30:00+08:00':
    '带时区的时间，如 2026-03-01T08:30:00+08:00',
  'Invalid input': '符合格式的内容',
};

const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/^(.+) twice$/u, '$1 出现两次'],
  [/^at least (\d+) bytes$/u, '至少 $1 字节'],
  [/^at most (\d+) bytes$/u, '最多 $1 字节'],
  [/^(\d+) bytes$/u, '$1 字节'],
  [/^at most (\d+) levels$/u, '最多 $1 层'],
  [/^nested deeper than (\d+)$/u, '嵌套超过 $1 层'],
  [/^no field (.+)$/u, '没有 $1 这个字段'],
  [/^retired in (.+)$/u, '在 $1 停用'],
  [/^a third level of (.+)$/u, '$1 的三级代码'],
  [/^(\d+) rows, (\d+) labels$/u, '$1 行、$2 种标签'],
  [/^(\d+) labelled rows$/u, '$1 行有标签'],
  [/^begins with (.+)$/u, '开头为 $1'],
  [/^missing required args for command `(.+)`$/u, '命令 $1 缺少参数'],
  [/^no (--.+)$/u, '缺少 $1'],
  [/^(--\S+) VALUE(?:, once)?$/u, '$1 后跟一个值'],
];

/** @returns the Chinese of a known word or phrase, else the text itself */
export function inChinese(text: string): string {
  if (Object.hasOwn(WORDS, text)) return WORDS[text]!;
  const phrase = PHRASES.find(([pattern]) => pattern.test(text));
  return phrase === undefined ? text : text.replace(phrase[0], phrase[1]);
}
