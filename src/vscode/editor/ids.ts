/** The IDs of the commands. `test/manifest.test.ts` compares the IDs in this file with package.json. */
export const commandIds = {
  signIn: 'bkpaas.signIn',
  signOut: 'bkpaas.signOut',
  uploadPackage: 'bkpaas.uploadPackage',
  selectTarget: 'bkpaas.selectTarget',
  refresh: 'bkpaas.refresh',
  filterApplications: 'bkpaas.filterApplications',
  clearFilter: 'bkpaas.clearFilter',
  showResult: 'bkpaas.showResult',
  showLog: 'bkpaas.showLog',
  openInConsole: 'bkpaas.openInConsole',
  copyAsCurl: 'bkpaas.copyAsCurl',
  copyCiStep: 'bkpaas.copyCiStep',
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
  showDeployment: 'bkpaas.showDeployment',
  openAddress: 'bkpaas.openAddress',
  copyAddress: 'bkpaas.copyAddress',
  takeOffline: 'bkpaas.takeOffline',
  publishAndUpload: 'bkpaas.publishAndUpload',
  packAndUpload: 'bkpaas.packAndUpload',
  relayUpload: 'bkpaas.relayUpload',
  pickRelease: 'bkpaas.pickRelease',
  addRepository: 'bkpaas.addRepository',
  signOutOfRepository: 'bkpaas.signOutOfRepository',
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** The commands that links on the result page can run. The webview allows only these commands. */
export const pageCommands: readonly CommandId[] = [
  commandIds.openInConsole,
  commandIds.copyAsCurl,
  commandIds.uploadAgain,
  commandIds.showLog,
  commandIds.copySha256,
  commandIds.signIn,
  commandIds.checkAgain,
  commandIds.compareUpload,
  commandIds.showHistory,
  commandIds.copyDiagnostics,
  commandIds.deployUploaded,
  commandIds.relayUpload,
];

export const viewIds = {
  container: 'bkpaas',
  applications: 'bkpaas.applications',
  target: 'bkpaas.target',
} as const;

export const contextKeyIds = {
  /** The state of the session (`session.ts`). The key is unset until the extension has read the session. */
  session: 'bkpaas.session',
  filtered: 'bkpaas.filtered',
  hasResult: 'bkpaas.hasResult',
  /** Whether a folder has a target. In a multi-root workspace, a `when` clause cannot read the folders' settings. */
  hasTarget: 'bkpaas.hasTarget',
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
