import { BackendRefusal, fieldErrors, say } from '../backend/backendAnswer.ts';
import type { BackendCall } from '../route.ts';
import type { Message } from '../backend/messages.ts';

/** The query of the detailed list, validated (API reference 4.2). */
export interface ListQuery {
  searchTerm: string;
  sourceOrigin: number | undefined;
  type: string | undefined;
  languages: string[];
  appStatus: string | undefined;
  orderBy: string;
  excludeCollaborated: boolean;
  preferMarked: boolean;
  isMarked: boolean | undefined;
}

const ORIGINS = ['1', '2', '3', '4', '5', '6', '7'];
const TYPES = ['default', 'cloud_native', 'engineless_app'];
const STATUSES = ['not_deployed', 'normal', 'offline'];
const LANGUAGES = ['Python', 'PHP', 'Go', 'NodeJS', 'Java'];
const ORDERS = ['code', 'created', 'latest_operated_at', 'name'];
const YES = ['t', 'y', 'yes', 'true', 'on', '1'];
const NO = ['f', 'n', 'no', 'false', 'off', '0'];

/** Refuses bad values with all their messages at once. `region` and `app_tenant_mode` are accepted and not looked at. */
export function readListQuery(call: BackendCall): ListQuery {
  const problems: Record<string, string[]> = {};
  const refuse = (field: string, message: Message, value: string): void => {
    problems[field] = [say(message, call.language, value)];
  };
  const given = (field: string): string | undefined => call.query.get(field) || undefined;
  const choice = (field: string, allowed: readonly string[]): string | undefined => {
    const value = given(field);
    if (value !== undefined && !allowed.includes(value)) refuse(field, 'notChoice', value);
    return value;
  };
  const flag = (field: string): boolean | undefined => {
    const word = given(field)?.toLowerCase();
    if (word !== undefined && !YES.includes(word) && !NO.includes(word)) refuse(field, 'notBoolean', word);
    return word === undefined ? undefined : YES.includes(word);
  };
  const origin = choice('source_origin', ORIGINS);
  const languages = call.query.getAll('language');
  const strange = languages.find((each) => !LANGUAGES.includes(each));
  if (strange !== undefined) refuse('language', 'badOption', strange);
  const orderBy = given('order_by') ?? 'name';
  if (!ORDERS.includes(orderBy.replace(/^-/, ''))) refuse('order_by', 'badOrder', orderBy);
  const query: ListQuery = {
    searchTerm: given('search_term') ?? '',
    sourceOrigin: origin === undefined ? undefined : Number(origin),
    type: choice('type', TYPES),
    languages,
    appStatus: choice('app_status', STATUSES),
    orderBy,
    excludeCollaborated: flag('exclude_collaborated') ?? false,
    preferMarked: flag('prefer_marked') ?? true,
    isMarked: flag('is_marked'),
  };
  if (Object.keys(problems).length > 0) throw new BackendRefusal(fieldErrors(problems));
  return query;
}
