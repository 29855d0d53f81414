/**
 * Characters of a version that a deployment can record; the package table itself would hold 128 (platform-api.md 6.3).
 */
export const maxVersionLength = 64;

/**
 * Characters of a package's name that the platform's column holds; more is a bare server error (platform-api.md 1.7).
 */
export const maxPackageNameLength = 128;
