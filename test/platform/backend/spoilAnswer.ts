import type { Switches } from '../switches.ts';
import type { BackendAnswer } from './backendAnswer.ts';

/** The answer, made wrong in what all views have in common when the switch `wrong` asks for it. */
export function spoilAnswer(answer: BackendAnswer, { wrong }: Switches): BackendAnswer {
  if (typeof answer.body !== 'object' || answer.body === null || Array.isArray(answer.body)) return answer;
  if (wrong === 'noFieldsDetail') {
    const kept = Object.entries(answer.body).filter(([key]) => key !== 'fields_detail');
    return { ...answer, body: Object.fromEntries(kept) };
  }
  if (wrong === 'detailOnForbidden' && answer.status === 403) {
    return { ...answer, body: { ...answer.body, detail: 'You do not have permission to perform this action.' } };
  }
  return answer;
}
