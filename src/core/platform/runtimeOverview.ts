import type { CancelOptions } from '../http/clock.ts';
import { isObject, objectsIn, stringOf } from '../http/json.ts';
import type { Call } from './call.ts';
import { modulePath, type ModuleTarget } from './paths.ts';
import { unexpectedShapeError } from './platformError.ts';

/** How the platform builds a module (platform-api.md 4.17). */
export interface RuntimeOverview {
  language: string | undefined;
  /** Display name of the base image's operating system. */
  stack: string | undefined;
  /** Name of the build image. */
  image: string | undefined;
  /** Display names of the buildpacks, in the order in which they run. */
  buildpacks: string[];
}

/** Returns the language, images and buildpacks of a module. */
export async function readRuntimeOverview(
  call: Call,
  target: ModuleTarget,
  { signal }: CancelOptions = {},
): Promise<RuntimeOverview> {
  const { json, requestId } = await call(modulePath(target, 'runtime', 'overview'), { signal });
  if (!isObject(json) || !('buildpacks' in json)) throw unexpectedShapeError(requestId);
  return {
    language: stringOf(json, 'language') || undefined,
    stack: stringOf(json, 'stack') || undefined,
    image: stringOf(json, 'image') || undefined,
    buildpacks: objectsIn(json['buildpacks']).flatMap(
      (each) => stringOf(each, 'display_name') || stringOf(each, 'name') || [],
    ),
  };
}
