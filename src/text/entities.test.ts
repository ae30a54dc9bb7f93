import { expect, test } from 'vitest';
import { amountInYuan, findEntities, largestAmount } from './entities.js';
import { normalize } from './normalize.js';

const entitiesOf = (text: string) =>
  findEntities(normalize(text)).map((entity) => `${entity.type}:${entity.text}`);

test.each([
  ['工单编号：20251103091122还没回复', 'ticketNo:20251103091122'],
  ['G50沪渝高速两个出口之间有塑料袋', 'road:G50沪渝高速'],
  ['卡里还有3200元没用', 'amount:3200元'],
  ['欠我两万多块钱', 'amount:两万多块钱'],
  ['车牌琼A12345挡路', 'plate:[车牌]'],
  ['3月15日晚上9点半开始', 'time:3月15日晚上9点半'],
  ['青山路27号门口', 'address:青山路27号'],
])('%s', (text, expected) => {
  expect(entitiesOf(text)).toContain(expected);
});

test('spans cut their text out of the original', () => {
  const text = '请问Ｇ５０高速上，昨天８００元的拖车费合理吗';
  for (const entity of findEntities(normalize(text))) {
    expect(text.slice(entity.span.start, entity.span.end)).toBe(entity.text);
  }
});

test.each([
  ['3.5万元', 35_000],
  ['两千块', 2000],
  ['800元', 800],
  ['一百二十元', 120],
  ['3千多块', 3000],
])('%s is %d yuan', (text, yuan) => {
  expect(amountInYuan(text)).toBe(yuan);
});

test('the largest amount counts', () => {
  expect(largestAmount(findEntities(normalize('充了2000元，只用了300元')))).toBe(2000);
  expect(largestAmount(findEntities(normalize('没有钱数')))).toBeNull();
});
