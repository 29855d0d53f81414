/** Where a module can be deployed to; there are no others (platform-api.md 6.4). */
export const environments = ['stag', 'prod'] as const;

export type Environment = (typeof environments)[number];

/** The environment of that name, or undefined. */
export function readEnvironment(text: string | undefined): Environment | undefined {
  return environments.find((name) => name === text?.trim().toLowerCase());
}
