/** Masks what identifies a person, so that traces, reports and logs can be shown. */

/** Kinds of private text, with the pattern that finds each. Order matters: longer numbers first. */
const PRIVATE: readonly (readonly [kind: string, pattern: RegExp])[] = [
  [
    '证件号',
    /(?<![\dA-Za-z])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])/gu,
  ],
  ['证件号', /(?<![\dA-Za-z])[EeGgHhMm][A-Za-z]?\d{7,8}(?!\d)/gu],
  [
    '银行卡',
    /(?<!\d)(?:62|60|58|55|53|52|51|4\d|35|37)\d{2}(?:[ -]?\d{4}){2,3}[ -]?\d{1,7}(?!\d)/gu,
  ],
  ['电话', /(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/gu],
  ['电话', /(?<!\d)0\d{2,3}[- ]?[2-8]\d{6,7}(?:[-转]\d{1,5})?(?!\d)/gu],
  ['电话', /(?<=(?:电话|座机|联系方式|致电|号码)[为是:: ]{0,3})[2-8]\d{6,7}(?!\d)/gu],
  ['邮箱', /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/gu],
  [
    '车牌',
    /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Za-hj-np-z][·・\-. ]?[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳]/gu,
  ],
];

/** The commonest family names: a name is only looked for where a word before it announces one. */
const FAMILY =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤符邢云吉冼';
const NAME = `[${FAMILY}][\\u4e00-\\u9fff]{1,2}`;
const ANNOUNCED = new RegExp(
  `(?<=(?:我叫|名叫|叫做|姓名[为是:: ]{0,2}|联系人[为是:: ]{0,2}|当事人|投诉人|举报人|申请人|户主|房东|机主|法人|老板叫|叫))${NAME}(?=[\\s\\p{P}]|$|是|的|在|于|和|与|等|说|称|,)`,
  'gu',
);
const TITLED = new RegExp(
  `(?:${NAME}|[${FAMILY}])(?=先生|女士|小姐|同志|师傅|医生|老师|警官|经理|主任|书记|局长|队长|院长|校长|教练)`,
  'gu',
);

/** Masks private text with a mark of its kind, such as `[电话]`. */
export function redact(text: string): string {
  let masked = text;
  for (const [kind, pattern] of PRIVATE) masked = masked.replace(pattern, `[${kind}]`);
  return masked.replace(ANNOUNCED, '[姓名]').replace(TITLED, '[姓名]');
}

/** Masks each character, so that spans stay where they are: for a text shown with marks in it. */
export function redactInPlace(text: string): string {
  let masked = text;
  const stars = (match: string) => '*'.repeat(match.length);
  for (const [, pattern] of PRIVATE) masked = masked.replace(pattern, stars);
  return masked.replace(ANNOUNCED, stars).replace(TITLED, stars);
}
