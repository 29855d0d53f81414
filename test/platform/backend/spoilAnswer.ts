import type { Switches } from '../switches.ts';
import type { BackendAnswer } from './backendAnswer.ts';

/**
 * Returns the response with the defect that the switch `wrong` names, if this defect concerns the error responses of
 * all views.
 */
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
