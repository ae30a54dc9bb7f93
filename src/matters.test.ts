import { expect, test } from 'vitest';
import { createRouter } from './index.js';
import { splitMatters } from './matters.js';

const partsOf = (text: string) =>
  splitMatters(text).map(({ start, end }) => text.slice(start, end));

test('a ticket of one story is one part', () => {
  const text = '昨天下午我家停水,打电话没人接,到今天早上还没来,老人没法做饭。请尽快修。';
  expect(partsOf(text)).toEqual([text]);
});

test('words and numbers that begin another matter part a ticket, and nothing is lost', () => {
  const text =
    '小区门口路灯坏了三盏,晚上看不见。另外楼下烧烤店油烟很大,窗户不敢开;还有物业费收据一直不给。';
  expect(partsOf(text)).toHaveLength(3);
  expect(partsOf(text).join('')).toBe(text);
  expect(partsOf('1、电梯老是困人没人修2、楼道堆满杂物走不过去3、垃圾三天没有清运')).toHaveLength(
    3,
  );
});

test('a scrap after a turn is no matter', () => {
  expect(partsOf('路灯坏了三盏晚上看不见。另外谢谢')).toHaveLength(1);
});

test('the router gives each matter its span and its lead, the lead matter first', () => {
  const text = '小区门口路灯坏了三盏晚上看不见。另外楼下烧烤店炭火的油烟很大，熏得窗户不敢开';
  const { matters } = createRouter().classifyAndRoute({ text });
  expect(matters).toHaveLength(2);
  const said = matters.map(({ span }) => text.slice(span.start, span.end));
  expect(said.join('|')).toMatch(/路灯.*油烟|油烟.*路灯/su);
  expect(new Set(matters.map(({ category }) => category.code.slice(0, 2))).size).toBe(2);
  for (const { route } of matters) expect(route.lead.role).not.toBeNull();
});

test('turns within one matter stay one matter', () => {
  const text = '我家停水两天了。另外水压以前就一直很小，水管里还有黄泥水出来，麻烦供水公司来看看';
  const { matters } = createRouter().classifyAndRoute({ text });
  expect(new Set(matters.map(({ category }) => category.code.slice(0, 4))).size).toBe(
    matters.length,
  );
});
