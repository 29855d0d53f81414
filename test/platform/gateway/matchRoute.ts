import type { Route } from '../route.ts';

const GATEWAY = 'bkpaas3';
// The only stage in the shipped gateway definition. There is no stage `stag` (platform-api.md 2.1).
const STAGE = 'prod';

export interface RouteMatch {
  route: Route;
  params: Readonly<Record<string, string>>;
}

/**
 * Returns the path below the stage, for both layouts of platform-api.md 2.1. Returns `undefined` if the path belongs to
 * another gateway or stage.
 */
export function pathBelowStage(path: string): string | undefined {
  const prefixes = [`/api/${GATEWAY}/${STAGE}/`, `/${STAGE}/`];
  const prefix = prefixes.find((each) => path.startsWith(each));
  return prefix === undefined ? undefined : path.slice(prefix.length - 1);
}

/**
 * Returns the route that matches a method and a path below the stage, or `undefined` if no route matches. Ignores a
 * trailing slash (platform-api.md 2.1).
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const given = segments(path);
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchTemplate(segments(route.path), given);
    if (params) return { route, params };
  }
  return undefined;
}

function segments(path: string): string[] {
  return path.replace(/\/$/, '').split('/');
}

function matchTemplate(template: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (template.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== value : value === '') return undefined;
    if (name !== undefined) params[name] = decode(value);
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
