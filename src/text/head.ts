/** The part of a ticket that says what it is about: the first words after the opening formula. */

/** 市民来电反映: and its kin, as call-takers type them. */
const FORMULA =
  /^[\s\p{P}]*(?:(?:市民|群众|来电人|诉求人|网民|网友|居民|村民|业主|用户|当事人|投诉人|举报人|反映人)?(?:先生|女士)?(?:来电|来信|来访|微信|公众号|网站|网络|电话|短信|app|邮件|传真)?(?:反映|咨询|投诉|求助|建议|举报|表示|表扬|补充|催办|要求|反馈|来电|称)?(?:问题)?)[\s]*[::,,]?\s*/u;

/** The same, as far as it says nothing of the matter: 表扬, 补充, 催办 and 反馈 do. */
const NEUTRAL_FORMULA =
  /^[\s\p{P}]*(?:市民|群众|来电人|诉求人|网民|网友|居民|村民|业主|用户|当事人|投诉人|举报人|反映人)(?:先生|女士)?(?:(?:来电|来信|来访|微信|公众号|网站|网络|电话|短信|app|邮件|传真)(?:反映|咨询|投诉|求助|建议|举报|表示|称)?|反映|咨询|投诉|求助|建议|举报|表示|称)(?:问题)?[\s]*[::,,]?\s*/u;

/** Politeness and 的问题 at the end. */
const CLOSING =
  /(?:[\s\p{P}]*(?:谢谢(?:您|你|了|啦|大家)?|非常感谢|感谢您?|的问题|一事|望(?:尽快)?(?:处理|解决|回复)))+[\s\p{P}]*$/u;

/** Characters that must be left between the formulas. */
const LEAST = 4;

/** @returns the stretch of the text without its opening formula and its closing politeness, half-open */
export function bareStretch(text: string): { start: number; end: number } {
  const start = NEUTRAL_FORMULA.exec(text)?.[0].length ?? 0;
  const tail = text.slice(-24);
  const closing = CLOSING.exec(tail)?.[0].length ?? 0;
  const end = text.length - closing;
  return end - start >= LEAST ? { start, end } : { start: 0, end: text.length };
}

/** Characters of the head, in UTF-16 units. */
export const HEAD_LENGTH = 60;

/** @returns where the text begins after its opening formula; 0 when it has none */
export function afterFormula(text: string): number {
  const length = FORMULA.exec(text)?.[0].length ?? 0;
  return length < text.length ? length : 0;
}
