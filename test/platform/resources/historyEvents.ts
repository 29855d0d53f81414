import { BackendRefusal, fieldErrors, ok, pageNotFound, say } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { mayDo } from '../backend/roles.ts';
import { eventsOf, hasChannel } from '../deployments/deploymentEvents.ts';
import { findDeployment } from './findDeployment.ts';
import type { BackendCall, UserRoute } from '../route.ts';

/**
 * Events of a deployment after `last_event_id` (platform-api.md 4.12): an array, and only while the channel exists.
 * Some releases lost the endpoint although the gateway kept it (0.1).
 */
export const historyEvents: UserRoute = {
  operationId: 'streams_history_events',
  method: 'GET',
  path: '/streams/{deployment}/history_events',
  scope: 'user',
  answer(call) {
    if (!call.switches.streamEndpoint) return pageNotFound();
    const { application, deployment } = findDeployment(call);
    const now = call.now();
    if (!mayDo(application, call.user, 'basic_develop', now)) return backendErrors.forbidden();
    const last = lastEventId(call);
    const open = call.switches.eventChannel === 'works' && hasChannel(deployment, now);
    if (!open) return backendErrors.channelNotFound(call.language);
    const { wrong } = call.switches;
    const told = eventsOf(deployment, now).filter(({ id }) => id > last || (wrong === 'lastEventAgain' && id === last));
    return ok(wrong === 'eventsInObject' ? { results: told } : told);
  },
};

function lastEventId(call: BackendCall): number {
  const text = call.query.get('last_event_id') ?? '0';
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new BackendRefusal(fieldErrors({ last_event_id: [say('notInteger', call.language)] }));
}
