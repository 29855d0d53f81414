import * as vscode from 'vscode';
import { toolNames } from '../editor/ids.ts';
import type { DeployServices } from '../deploy/deployServices.ts';
import type { PublishServices } from '../publish/publishServices.ts';
import { languageModelTool, type AgentTool, type ToolRequest } from './agentTool.ts';
import { deployTool, uploadTool } from './changeTools.ts';
import { checkTool } from './checkTool.ts';
import { logTool, statusTool, versionsTool } from './readTools.ts';

/** Registers the tools that agents can call. Does nothing in an editor without the API. */
export function registerTools(services: DeployServices & PublishServices): vscode.Disposable {
  const { lm } = vscode as Partial<typeof vscode>;
  if (!lm) return vscode.Disposable.from();
  const register = <Request extends ToolRequest>(name: string, tool: AgentTool<Request>): vscode.Disposable =>
    lm.registerTool(name, languageModelTool(services, name, tool));
  return vscode.Disposable.from(
    register(toolNames.status, statusTool(services)),
    register(toolNames.listVersions, versionsTool(services)),
    register(toolNames.checkPackage, checkTool(services)),
    register(toolNames.upload, uploadTool(services)),
    register(toolNames.deploy, deployTool(services)),
    register(toolNames.deploymentLog, logTool(services)),
  );
}
