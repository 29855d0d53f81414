/** Project files that name a version, the more explicit first (release-sources.md 6.3). */
export const projectFiles = ['package.json', 'pyproject.toml', 'VERSION', 'version.txt', 'pom.xml'] as const;
