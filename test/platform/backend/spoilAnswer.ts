import type { Switches } from '../switches.ts';
import type { BackendAnswer } from './backendAnswer.ts';

/**
 * Adds the defect that the switch `wrong` names to an error response. Handles only the defects that all views share.
 * For any other value of `wrong`, returns the response unchanged.
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
