/**
 * The one error type of Zhipai. An error is data first (`code` and `data`), and its sentences are
 * made from that data in Chinese and in English: what was found, where, and what to do.
 */

import { inChinese } from './error-words.js';

/** Where and what; each field is left out when it does not apply. */
export interface ErrorData {
  /** File as the user named it. */
  readonly file?: string;
  /** 1-based line in that file. */
  readonly line?: number;
  readonly ruleId?: string;
  /** Dotted path of the field, such as `rules[3].priority`. */
  readonly field?: string;
  /** What was found, short enough to print. */
  readonly got?: string;
  /** What was wanted. */
  readonly want?: string;
  /** A near name that may have been meant. */
  readonly didYouMean?: string;
}

type Sentence = (d: ErrorData) => string;
const at = (d: ErrorData): string =>
  [d.file, d.line === undefined ? undefined : `:${d.line}`]
    .filter((s) => s !== undefined)
    .join('') +
  (d.ruleId ? ` ${d.ruleId}` : '') +
  (d.field ? ` ${d.field}` : '');
const zhAt = (d: ErrorData) => (at(d).trim() ? `（${at(d).trim()}）` : '');
const enAt = (d: ErrorData) => (at(d).trim() ? ` (${at(d).trim()})` : '');
const zhMean = (d: ErrorData) => (d.didYouMean ? `是不是想写 ${d.didYouMean}？` : '');
const enMean = (d: ErrorData) => (d.didYouMean ? ` Did you mean ${d.didYouMean}?` : '');

/** Every code with its two sentences. A code is stable: callers branch on it. */
export const ERRORS = {
  TICKET_SHAPE: {
    zh: (d) => `工单的 ${d.field} 应为${d.want}，收到的是 ${d.got}。请改正后重试。`,
    en: (d) => `Ticket field ${d.field} must be ${d.want}, got ${d.got}. Correct it and try again.`,
  },
  DATA_SHAPE: {
    zh: (d) =>
      `数据文件${zhAt(d)}不合格式：应为${d.want}，收到的是 ${d.got}。${zhMean(d)}请按 JSON Schema 改正。`,
    en: (d) =>
      `Data file${enAt(d)} has the wrong shape: wanted ${d.want}, got ${d.got}.${enMean(d)} Correct it by its JSON Schema.`,
  },
  JSON_SYNTAX: {
    zh: (d) => `文件${zhAt(d)}不是合法的 JSON：${d.got}。请改正该行。`,
    en: (d) => `The file${enAt(d)} is not valid JSON: ${d.got}. Correct that line.`,
  },
  TAXONOMY_FAULT: {
    zh: (d) => `分类体系有误${zhAt(d)}：${d.got}；应为${d.want}。`,
    en: (d) => `Taxonomy fault${enAt(d)}: ${d.got}; wanted ${d.want}.`,
  },
  UNKNOWN_CODE: {
    zh: (d) =>
      `没有诉求分类 ${d.got}${zhAt(d)}。${zhMean(d)}用 zhipai taxonomy show 查看现有代码。`,
    en: (d) => `There is no category ${d.got}${enAt(d)}.${enMean(d)} See zhipai taxonomy show.`,
  },
  RULE_FAULT: {
    zh: (d) => `规则有误${zhAt(d)}：${d.got}；应为${d.want}。${zhMean(d)}`,
    en: (d) => `Rule fault${enAt(d)}: ${d.got}; wanted ${d.want}.${enMean(d)}`,
  },
  PACK_FAULT: {
    zh: (d) => `城市包有误${zhAt(d)}：${d.got}；应为${d.want}。${zhMean(d)}`,
    en: (d) => `City pack fault${enAt(d)}: ${d.got}; wanted ${d.want}.${enMean(d)}`,
  },
  MODEL_FOREIGN: {
    zh: (d) => `${d.file ?? '该文件'} 不是智派的模型文件（${d.got}）。请用 zhipai train 重新生成。`,
    en: (d) =>
      `${d.file ?? 'This file'} is not a Zhipai model (${d.got}). Make one with zhipai train.`,
  },
  MODEL_FORMAT_TOO_NEW: {
    zh: (d) => `模型格式版本为 ${d.got}，本程序支持到 ${d.want}。请升级 zhipai。`,
    en: (d) =>
      `The model has format version ${d.got}, this program reads up to ${d.want}. Upgrade zhipai.`,
  },
  MODEL_DAMAGED: {
    zh: (d) => `模型文件${zhAt(d)}已损坏：${d.got}；应为${d.want}。请重新拷贝或重新训练。`,
    en: (d) =>
      `The model file${enAt(d)} is damaged: ${d.got}; wanted ${d.want}. Copy it again or retrain.`,
  },
  MODEL_MISMATCH: {
    zh: (d) => `模型与分类体系不符：模型有 ${d.got}，而分类体系没有。请用同一版本训练。`,
    en: (d) =>
      `The model does not fit the taxonomy: it knows ${d.got}, which the taxonomy lacks. Retrain it.`,
  },
  MODEL_BASE: {
    zh: (d) =>
      `模型是在分类模型 ${d.want} 的基础上训练的，现在的分类模型是 ${d.got}。请用当前版本重新训练，或换回当时的版本。`,
    en: (d) =>
      `The model was trained on top of category model ${d.want}, and this one is ${d.got}. Retrain it, or use the release it was trained with.`,
  },
  FILE_UNREADABLE: {
    zh: (d) => `读不了 ${d.file}：${d.got}。请检查路径和权限。`,
    en: (d) => `Cannot read ${d.file}: ${d.got}. Check the path and the permissions.`,
  },
  FILE_UNWRITABLE: {
    zh: (d) => `写不了 ${d.file}：${d.got}。请检查目录和权限。`,
    en: (d) => `Cannot write ${d.file}: ${d.got}. Check the folder and the permissions.`,
  },
  FILE_EMPTY: {
    zh: (d) => `${d.file} 是空的。请给出至少一行表头和一行工单。`,
    en: (d) => `${d.file} is empty. Give at least a header line and one ticket.`,
  },
  CSV_COLUMN_MISSING: {
    zh: (d) =>
      `${d.file} 第 1 行没有 ${d.want} 列，现有：${d.got}。${zhMean(d)}请用 --text 或 --label 指明列名。`,
    en: (d) =>
      `${d.file} line 1 has no ${d.want} column; it has: ${d.got}.${enMean(d)} Name the column with --text or --label.`,
  },
  CSV_ROW: {
    zh: (d) => `${d.file} 第 ${d.line} 行有问题：${d.got}；应为${d.want}。该行已略过。`,
    en: (d) => `${d.file} line ${d.line}: ${d.got}; wanted ${d.want}. The row was set aside.`,
  },
  USAGE: {
    zh: (d) =>
      `用法不对：${d.got}。${d.want ? `应为：${d.want}。` : ''}${zhMean(d)}用 zhipai --help 查看用法。`,
    en: (d) =>
      `Wrong usage: ${d.got}.${d.want ? ` Wanted: ${d.want}.` : ''}${enMean(d)} See zhipai --help.`,
  },
  TARGET_OUT_OF_RANGE: {
    zh: (d) => `目标正确率应在 0 与 1 之间（不含两端），收到的是 ${d.got}。`,
    en: (d) => `The target share must lie between 0 and 1, exclusive; got ${d.got}.`,
  },
  TRAINING_DATA: {
    zh: (d) => `训练数据不够用${zhAt(d)}：${d.got}；至少要${d.want}。`,
    en: (d) => `The training data will not do${enAt(d)}: ${d.got}; at least ${d.want} is needed.`,
  },
} as const satisfies Record<string, { zh: Sentence; en: Sentence }>;

export type ErrorCode = keyof typeof ERRORS;

/** Thrown by everything in Zhipai. `message` holds the Chinese sentence, then the English one. */
export class ZhipaiError extends Error {
  override readonly name = 'ZhipaiError';
  readonly code: ErrorCode;
  readonly data: ErrorData;
  readonly zh: string;
  readonly en: string;

  constructor(code: ErrorCode, data: ErrorData) {
    const { got, want } = data;
    const zh = ERRORS[code].zh({
      ...data,
      ...(got === undefined ? {} : { got: inChinese(got) }),
      ...(want === undefined ? {} : { want: inChinese(want) }),
    });
    const en = ERRORS[code].en(data);
    super(`${zh} / ${en}`);
    this.code = code;
    this.data = data;
    this.zh = zh;
    this.en = en;
  }
}
