/**
 * The user settings that every test starts from. With these settings, VS Code does not open, ask or recommend anything
 * automatically, and sends no telemetry. So tests see only what the extension does, and screenshots of two runs are
 * alike.
 */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
  // VS Code 1.139 opens settings and similar editors in a dialog over the window. The dialog would get a test's next
  // click.
  'workbench.editor.useModal': 'off',
  'workbench.editor.empty.hint': 'hidden',
  // The theme follows the browser's colour scheme, which `openWorkbench` sets for each window. The settings cannot name
  // a theme, because VS Code 1.112 and 1.139 have different names for the default themes.
  'window.autoDetectColorScheme': true,
  // A confirmation before the page closes would block every reload.
  'window.confirmBeforeClose': 'never',
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
  'git.autofetch': false,
  'npm.fetchOnlinePackageInfo': false,
  'json.schemaDownload.enable': false,
  // By default, VS Code 1.112 asks in a dialog whether to trust a folder, and VS Code 1.139 does not ask. With this
  // setting, both versions open an untrusted folder in Restricted Mode without a question.
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.untrustedFiles': 'open',
};
