/** How decisions are said to people, in Chinese with the stable word behind. */

import type { Action, Deadline, Duration, Why } from '../decision.js';

export const ACTION_WORDS: Readonly<Record<Action['kind'], string>> = {
  dispatch: '直接派单',
  review: '人工确认',
  manual: '人工处理',
  answer: '咨询答复',
  transfer: '立即转接',
  inform: '告知渠道',
  attach: '并入原单',
};

export const WHY_WORDS: Readonly<Record<Why, string>> = {
  below_threshold: '把握不足派单标准',
  policy_unmeasured: '派单标准尚未测定',
  row_unmeasured: '该类的主办尚未经实测',
  no_unit: '城市包没有对应单位',
  no_role: '没有对应职责',
  abstained: '分类不明',
  recusal: '诉求针对主办单位本身',
  returned: '曾被主办单位退单',
  disputed: '职责有争议',
  empty: '没有内容',
  unreadable: '无法辨读',
  no_evidence: '没有可依据的内容',
  out_of_scope: '不属于热线受理范围',
  invalid: '无效来电',
};

const UNIT_WORDS: Readonly<Record<Duration['unit'], string>> = {
  minute: '分钟',
  hour: '小时',
  workingDay: '个工作日',
  day: '天',
};
export const durationText = ({ amount, unit }: Duration): string => `${amount} ${UNIT_WORDS[unit]}`;
export const deadlineText = (deadline: Deadline): string =>
  `${durationText(deadline.respond)}内联系，${durationText(deadline.resolve)}内办结` +
  (deadline.dueAt === undefined ? '' : `（${deadline.dueAt}）`);

/** One line for an action. */
export function actionText(action: Action): string {
  const word = ACTION_WORDS[action.kind];
  switch (action.kind) {
    case 'review':
    case 'manual':
      return `${word}：${WHY_WORDS[action.why]}`;
    case 'answer':
      return `${word}：${action.seat}`;
    case 'transfer':
      return `${word}：${action.numbers.join('、')}${action.alsoDispatch ? '，同时派单' : ''}`;
    case 'inform':
      return `${word}：${action.channel}`;
    case 'attach':
      return `${word}：${action.toTicketId ?? '原单号未知'}`;
    default:
      return word;
  }
}
