/** Which column is what, by the headers that hotline exports use. */

import { ZhipaiError } from '../errors.js';
import { localTime } from '../place/calendar.js';
import type { Ticket } from '../ticket.js';
import { nearest } from './did-you-mean.js';
import type { TableRow } from './read-table.js';

const HEADERS = {
  id: ['id', '工单编号', '工单号', '编号', '受理编号', '留言编号', 'ticket_id', 'ticketId'],
  title: ['title', '标题', '工单标题', '留言主题', '主题'],
  text: [
    'text',
    '内容',
    '诉求内容',
    '工单内容',
    '留言详情',
    '反映内容',
    '问题描述',
    '正文',
    '来电内容',
    '诉求描述',
    'content',
    'description',
  ],
  channel: ['channel', '渠道', '受理渠道', '来源', '诉求来源'],
  hotline: ['hotline', '热线号码', '被叫号码', '来电热线'],
  receivedAt: [
    'received_at',
    'receivedAt',
    '受理时间',
    '来电时间',
    '留言时间',
    '创建时间',
    '登记时间',
  ],
  region: ['region', '区域', '所属区域', '行政区划'],
  previousId: ['previous_id', 'previousId', '关联工单', '原工单编号'],
} as const;
type Column = keyof typeof HEADERS;
export type Columns = Readonly<Partial<Record<Column, string>>>;

/**
 * @param wantedText  --text, when given
 * @throws ZhipaiError CSV_COLUMN_MISSING
 */
export function findColumns(file: string, names: readonly string[], wantedText?: string): Columns {
  const columns: Partial<Record<Column, string>> = {};
  for (const column of Object.keys(HEADERS) as Column[]) {
    const found = HEADERS[column].find((header) => names.includes(header));
    if (found !== undefined) columns[column] = found;
  }
  if (wantedText !== undefined) columns.text = requireColumn(file, names, wantedText);
  if (columns.text === undefined) {
    throw new ZhipaiError('CSV_COLUMN_MISSING', {
      file,
      want: HEADERS.text.slice(0, 4).join(' / '),
      got: names.join(', '),
    });
  }
  return columns;
}

/** @throws ZhipaiError CSV_COLUMN_MISSING, with the nearest name */
export function requireColumn(file: string, names: readonly string[], wanted: string): string {
  if (names.includes(wanted)) return wanted;
  const didYouMean = nearest(wanted, names);
  throw new ZhipaiError('CSV_COLUMN_MISSING', {
    file,
    want: wanted,
    got: names.join(', '),
    ...(didYouMean === null ? {} : { didYouMean }),
  });
}

/** 2026-03-01 8:30 and its kin, as databases print them, in the pack's offset. */
function isoTime(text: string, offset: string): string | undefined {
  if (localTime(text) !== null) return text;
  const match =
    /^(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?(?:[ T]+(\d{1,2})[:时](\d{1,2})(?::(\d{1,2}))?)?/u.exec(
      text.trim(),
    );
  if (match === null) return undefined;
  const two = (part: string | undefined) => (part ?? '0').padStart(2, '0');
  const iso = `${match[1]}-${two(match[2])}-${two(match[3])}T${two(match[4])}:${two(match[5])}:${two(match[6])}${offset}`;
  return localTime(iso) === null ? undefined : iso;
}

/** A row as a ticket; empty fields are absent. */
export function toTicket({ fields }: TableRow, columns: Columns, offset: string): Ticket {
  const value = (column: Column): string | undefined => {
    const name = columns[column];
    const text = name === undefined ? undefined : fields[name];
    return text === undefined || text.trim() === '' ? undefined : text;
  };
  const time = value('receivedAt');
  const previous = value('previousId');
  return {
    id: value('id'),
    title: value('title'),
    text: fields[columns.text!] ?? '',
    channel: value('channel'),
    hotline: value('hotline'),
    receivedAt: time === undefined ? undefined : isoTime(time, offset),
    region: value('region'),
    previous: previous === undefined ? undefined : { id: previous },
  };
}
