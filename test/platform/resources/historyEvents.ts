import { BackendRefusal, fieldErrors, okAnswer, pageNotFound, localizedMessage } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { mayDo } from '../backend/roles.ts';
import { eventsOf, hasChannel } from '../deployments/deploymentEvents.ts';
import { findDeployment } from './findDeployment.ts';
import type { BackendCall, UserRoute } from '../route.ts';

/**
 * The events of a deployment after `last_event_id`, as an array, while the event channel exists (platform-api.md 4.12).
 * Some releases of the backend lack this endpoint, although the gateway still lists it (platform-api.md 0.1).
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
    if (!mayDo(application, call, 'basic_develop')) return backendErrors.forbidden();
    const last = lastEventId(call);
    const open = call.switches.eventChannel === 'works' && hasChannel(deployment, now);
    if (!open) return backendErrors.channelNotFound(call.language);
    const { wrong } = call.switches;
    const events = eventsOf(deployment, now).filter(
      ({ id }) => id > last || (wrong === 'lastEventAgain' && id === last),
    );
    if (wrong === 'streamTypesNamed') return okAnswer(events.map(nameStreamType));
    return okAnswer(wrong === 'eventsInObject' ? { results: events } : events);
  },
};

/**
 * Returns the event with its stream written as `StreamType.STDOUT` instead of `STDOUT`. The platform's source contains
 * this notation, but the platform never sends it.
 */
function nameStreamType<T extends { data: string }>(event: T): T {
  return { ...event, data: event.data.replace('"stream":"', '"stream":"StreamType.') };
}

function lastEventId(call: BackendCall): number {
  const text = call.query.get('last_event_id') ?? '0';
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new BackendRefusal(fieldErrors({ last_event_id: [localizedMessage('notInteger', call.language)] }));
}
