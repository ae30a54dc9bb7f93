import { expect, test } from 'vitest';
import { seededRandom } from '../classify/svm.js';
import { redact, redactInPlace } from './redact.js';

test.each([
  ['我的电话是13800138000，请回电', '我的电话是[电话]，请回电'],
  ['座机0898-66668888转12', '座机[电话]'],
  ['身份证 110101199003074512 丢了', '身份证 [证件号] 丢了'],
  ['卡号6222 0212 3456 7890 123被冻结', '卡号[银行卡]被冻结'],
  ['琼A·12345堵在门口', '[车牌]堵在门口'],
  ['粤BD12345', '[车牌]'],
  ['写信到 wang.li@example.com', '写信到 [邮箱]'],
  ['我叫王小明，住在三楼', '我叫[姓名]，住在三楼'],
  ['物业的陈经理态度差', '物业的[姓名]经理态度差'],
  ['李大力先生来电', '[姓名]先生来电'],
  ['工单20180101114134还没办', '工单20180101114134还没办'],
  ['叫人来修路灯', '叫人来修路灯'],
])('%s', (text, expected) => {
  expect(redact(text)).toBe(expected);
  expect(redactInPlace(text)).toHaveLength(text.length);
});

test('of 500 planted identities none is left', () => {
  const random = seededRandom(7);
  const digits = (n: number) => Array.from({ length: n }, () => Math.floor(random() * 10)).join('');
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)]!;
  const makers = [
    () => `1${pick(['3', '5', '8', '9'])}${digits(9)}`,
    () => `0898-6${digits(7)}`,
    () =>
      `4601${digits(2)}19${pick(['70', '85', '93'])}0${1 + Math.floor(random() * 9)}1${Math.floor(random() * 9)}${digits(3)}X`,
    () => `6222${digits(15)}`,
    () => `${pick(['琼', '粤', '京'])}${pick(['A', 'B', 'C'])}${digits(5)}`,
    () => `user${digits(4)}@mail${digits(1)}.example.cn`,
  ];
  const around = ['请联系', '，谢谢。', '车主电话 ', '（登记为', '）反映停水', '卡号'];
  for (let i = 0; i < 500; i++) {
    const secret = makers[i % makers.length]!();
    const text = `${pick(around)}${secret}${pick(around.slice(1, 3))}路灯不亮`;
    expect(redact(text), text).not.toContain(secret);
    expect(redactInPlace(text), text).not.toContain(secret);
  }
});
