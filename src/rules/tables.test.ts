import { expect, test } from 'vitest';
import { buildRouteTable } from './tables.js';

const row = (code: string, region: string, role: string) => ({ code, region, role, assist: [] });
const general = [
  row('0502', '', '生态环境'),
  row('050201', '', '公安治安'),
  row('05', 'east', '街道乡镇'),
];

test('the longest code wins, then the smallest region', () => {
  const table = buildRouteTable(general);
  expect(table.rowFor('050201', [])?.role).toBe('公安治安');
  expect(table.rowFor('050202', ['east', 'city'])?.role).toBe('生态环境');
  expect(table.rowFor('050301', ['east', 'city'])?.role).toBe('街道乡镇');
  expect(table.rowFor('050301', [])).toBeNull();
});

test("a city's own table stands before, even with a shorter code", () => {
  const table = buildRouteTable([row('0502', '', '城市管理')], general);
  expect(table.rowFor('050201', [])?.role).toBe('城市管理');
  expect(table.rowFor('050301', ['east'])?.role).toBe('街道乡镇');
});
