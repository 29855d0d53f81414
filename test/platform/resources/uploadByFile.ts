import { frameworkError, localizedMessage } from '../backend/backendAnswer.ts';
import type { UserRoute } from '../route.ts';

/**
 * Upload of a file. The gateway still offers this resource, but the backend allows only GET on this path
 * (platform-api.md 4.0).
 */
export const uploadByFile: UserRoute = {
  operationId: 'upload_source_package',
  method: 'POST',
  path: '/bkapps/applications/{app}/modules/{module}/source_package/',
  scope: 'user',
  answer: (call) => frameworkError(405, localizedMessage('methodNotAllowed', call.language, 'POST')),
};
