import { BackendRefusal, fieldErrors, localizedMessage } from '../backend/backendAnswer.ts';
import { parseUploadBody } from '../upload/parseUploadBody.ts';
import type { BackendCall } from '../route.ts';
import type { Message } from '../backend/messages.ts';

export interface DeployFields {
  versionType: string;
  versionName: string;
  revision: string | undefined;
}

const VERSION_TYPES = ['branch', 'tag', 'trunk', 'image', 'package'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

/**
 * Validates the body of a deploy call (platform-api.md 4.8). Ignores unknown keys. Throws a single refusal with the
 * messages of all invalid fields.
 */
export async function readDeployFields(call: BackendCall): Promise<DeployFields> {
  const { fields } = await parseUploadBody(call);
  const problems: Record<string, string[]> = {};
  const text = (field: string): string | undefined => {
    const read = readText(fields.get(field));
    if ('problem' in read) problems[field] = [localizedMessage(read.problem, call.language)];
    return 'value' in read ? read.value : undefined;
  };
  const versionType = fields.has('version_type') ? fields.get('version_type') : undefined;
  if (versionType === undefined) problems['version_type'] = [localizedMessage('required', call.language)];
  else if (typeof versionType !== 'string' || !VERSION_TYPES.includes(versionType)) {
    const choices = `[${VERSION_TYPES.map((each) => `'${each}'`).join(', ')}]`;
    problems['version_type'] = [localizedMessage('invalidChoice', call.language, choices)];
  }
  const versionName = fields.has('version_name') ? text('version_name') : undefined;
  if (!fields.has('version_name')) problems['version_name'] = [localizedMessage('required', call.language)];
  const revision = fields.has('revision') ? text('revision') : undefined;
  checkOptions(fields.get('advanced_options'), problems, call);
  if (Object.keys(problems).length > 0 || typeof versionType !== 'string' || versionName === undefined) {
    throw new BackendRefusal(fieldErrors(problems));
  }
  return { versionType, versionName, revision };
}

/** Returns the trimmed text of a field. A number becomes text. */
function readText(value: unknown): { value: string } | { problem: Message } {
  if (value === null) return { problem: 'null' };
  if (typeof value !== 'string' && typeof value !== 'number') return { problem: 'notString' };
  const text = String(value).trim();
  return text === '' ? { problem: 'blank' } : { value: text };
}

function checkOptions(options: unknown, problems: Record<string, string[]>, call: BackendCall): void {
  if (typeof options !== 'object' || options === null) return;
  const policy: unknown = 'image_pull_policy' in options ? options.image_pull_policy : undefined;
  if (policy !== undefined && !PULL_POLICIES.some((each) => each === policy)) {
    problems['advanced_options.image_pull_policy'] = [
      localizedMessage('notChoice', call.language, typeof policy === 'string' ? policy : JSON.stringify(policy)),
    ];
  }
}
