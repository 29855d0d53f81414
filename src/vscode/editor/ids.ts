/** The IDs of the commands. `test/manifest.test.ts` compares the IDs in this file with package.json. */
export const commandIds = {
  signIn: 'bkpaas.signIn',
  signOut: 'bkpaas.signOut',
  signOutOfAll: 'bkpaas.signOutOfAll',
  uploadPackage: 'bkpaas.uploadPackage',
  uploadToModules: 'bkpaas.uploadToModules',
  selectTarget: 'bkpaas.selectTarget',
  refresh: 'bkpaas.refresh',
  filterApplications: 'bkpaas.filterApplications',
  clearFilter: 'bkpaas.clearFilter',
  showResult: 'bkpaas.showResult',
  showLog: 'bkpaas.showLog',
  openInConsole: 'bkpaas.openInConsole',
  openConsolePage: 'bkpaas.openConsolePage',
  copyAsCurl: 'bkpaas.copyAsCurl',
  copyCiStep: 'bkpaas.copyCiStep',
  compareWithRunning: 'bkpaas.compareWithRunning',
  quickAction: 'bkpaas.quickAction',
  uploadAgain: 'bkpaas.uploadAgain',
  copySha256: 'bkpaas.copySha256',
  loadMore: 'bkpaas.loadMore',
  checkAgain: 'bkpaas.checkAgain',
  compareUpload: 'bkpaas.compareUpload',
  showHistory: 'bkpaas.showHistory',
  copyDiagnostics: 'bkpaas.copyDiagnostics',
  deploy: 'bkpaas.deploy',
  uploadAndDeploy: 'bkpaas.uploadAndDeploy',
  deployUploaded: 'bkpaas.deployUploaded',
  rollBack: 'bkpaas.rollBack',
  showDeployment: 'bkpaas.showDeployment',
  showApplicationLog: 'bkpaas.showApplicationLog',
  openLog: 'bkpaas.openLog',
  copySelection: 'bkpaas.copySelection',
  openAddress: 'bkpaas.openAddress',
  copyAddress: 'bkpaas.copyAddress',
  takeOffline: 'bkpaas.takeOffline',
  publishAndUpload: 'bkpaas.publishAndUpload',
  packAndUpload: 'bkpaas.packAndUpload',
  relayUpload: 'bkpaas.relayUpload',
  pickRelease: 'bkpaas.pickRelease',
  addRepository: 'bkpaas.addRepository',
  signOutOfRepository: 'bkpaas.signOutOfRepository',
  openCloudApi: 'bkpaas.openCloudApi',
  useAnotherToken: 'bkpaas.useAnotherToken',
  tryAgain: 'bkpaas.tryAgain',
  showVersion: 'bkpaas.showVersion',
  showRowError: 'bkpaas.showRowError',
  copyAppId: 'bkpaas.copyAppId',
  copyModuleName: 'bkpaas.copyModuleName',
  copyVersion: 'bkpaas.copyVersion',
  copyDeploymentId: 'bkpaas.copyDeploymentId',
  openWalkthrough: 'bkpaas.openWalkthrough',
  openGuide: 'bkpaas.openGuide',
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/**
 * The commands that buttons on the result page can run. If the page requests any other command, the extension ignores
 * the request.
 */
export const pageCommands = [
  commandIds.openInConsole,
  commandIds.copyAsCurl,
  commandIds.uploadAgain,
  commandIds.showLog,
  commandIds.copySha256,
  commandIds.signIn,
  commandIds.openCloudApi,
  commandIds.checkAgain,
  commandIds.compareUpload,
  commandIds.showHistory,
  commandIds.copyDiagnostics,
  commandIds.deployUploaded,
  commandIds.relayUpload,
] as const satisfies readonly CommandId[];
export type PageCommand = (typeof pageCommands)[number];

/** The view types of the pages. After a reload of the window, VS Code restores the pages of these types. */
export const pageTypes = {
  result: 'bkpaas.result',
  deployment: 'bkpaas.deployment',
  applicationLog: 'bkpaas.applicationLog',
} as const;

export const viewIds = {
  container: 'bkpaas',
  applications: 'bkpaas.applications',
  target: 'bkpaas.target',
} as const;

/** The tools that agents can call. `test/manifest.test.ts` compares them with package.json. */
export const toolNames = {
  status: 'bkpaas_status',
  listVersions: 'bkpaas_list_versions',
  checkPackage: 'bkpaas_check_package',
  upload: 'bkpaas_upload',
  deploy: 'bkpaas_deploy',
  deploymentLog: 'bkpaas_deployment_log',
} as const;

export const contextKeyIds = {
  /** The state of the session (`session.ts`). The key is unset until the extension has read the session. */
  session: 'bkpaas.session',
  /** The state of the list of applications (`applicationTree.ts`), which selects the welcome text. */
  applications: 'bkpaas.applicationList',
  /** Whether the user is signed out while tokens of other platforms are still stored. */
  hasOtherPlatforms: 'bkpaas.hasOtherPlatforms',
  filtered: 'bkpaas.filtered',
  hasResult: 'bkpaas.hasResult',
  /** Whether a deployment was started or opened in this window. */
  hasDeployment: 'bkpaas.hasDeployment',
  /**
   * Whether a folder has a target. This key is necessary, because a `when` clause cannot read the settings of the
   * folders in a multi-root workspace.
   */
  hasTarget: 'bkpaas.hasTarget',
  /** Whether a workspace folder has an application description at its root. */
  hasDescription: 'bkpaas.hasDescription',
  // Each of the following keys says whether the user has completed a step of the walkthrough.
  platformKnown: 'bkpaas.platformKnown',
  hasSignedIn: 'bkpaas.hasSignedIn',
  hasUploaded: 'bkpaas.hasUploaded',
  hasDeployed: 'bkpaas.hasDeployed',
  hasPublished: 'bkpaas.hasPublished',
} as const;

export const settingIds = {
  section: 'bkpaas',
  platforms: 'platforms',
  target: 'target',
  showStatusBar: 'showStatusBar',
  uploadTimeoutSeconds: 'uploadTimeoutSeconds',
  verifyPackagesUpToMB: 'verifyPackagesUpToMB',
  repositories: 'repositories',
  releaseSources: 'releaseSources',
  relayPackagesUpToMB: 'relayPackagesUpToMB',
} as const;

/**
 * The files and headings of the shipped guides, in each language. Help buttons and the walkthrough open them.
 * `test/package.test.ts` checks that the VSIX contains them.
 */
export const guidePlaces = {
  start: { en: 'README.en.md', 'zh-cn': 'README.zh-CN.md' },
  platform: { en: 'README.en.md#sign-in', 'zh-cn': 'README.zh-CN.md#登录' },
  token: { en: 'README.en.md#where-a-token-comes-from', 'zh-cn': 'README.zh-CN.md#如何获取令牌' },
  repository: { en: 'docs/settings.md#a-bk-repo-repository', 'zh-cn': 'docs/settings.zh-CN.md#bk-repo-仓库' },
  keyboard: { en: 'docs/keyboard.md', 'zh-cn': 'docs/keyboard.zh-CN.md' },
} as const;

export type GuidePlace = keyof typeof guidePlaces;
