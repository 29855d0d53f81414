import { pageNotFound } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import type { UserRoute } from '../route.ts';

/**
 * Events of a deployment (API reference 4.12). No deployments are kept here, so every id is unknown; what the switch
 * decides is whether the backend has the endpoint at all, which some releases lost while the gateway kept it (0.1).
 */
export const historyEvents: UserRoute = {
  operationId: 'streams_history_events',
  method: 'GET',
  path: '/streams/{deployment}/history_events',
  scope: 'user',
  answer: (call) =>
    call.switches.streamEndpoint
      ? backendErrors.noDeployment(call.language, call.params['deployment'])
      : pageNotFound(),
};
