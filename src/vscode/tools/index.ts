import { toolNames } from '../editor/ids.ts';
import type { DeployServices } from '../deploy/deployServices.ts';
import type { PublishServices } from '../publish/publishServices.ts';
import { languageModelTool, type AgentTool, type ToolRequest } from './agentTool.ts';
import { deployTool, uploadTool } from './changeTools.ts';
import { checkTool } from './checkTool.ts';
import { logTool, statusTool, versionsTool } from './readTools.ts';
import type { Tool, Tools } from './registerTools.ts';

/**
 * Returns the tools that agents can call. The tools are created only once, because they remember the confirmations of
 * their calls.
 */
export function toolsOf(services: DeployServices & PublishServices): Tools {
  const as = <Request extends ToolRequest>(name: keyof Tools, tool: AgentTool<Request>): Tool =>
    languageModelTool(services, name, tool);
  const { status, listVersions, checkPackage, upload, deploy, deploymentLog } = toolNames;
  return {
    [status]: as(status, statusTool(services)),
    [listVersions]: as(listVersions, versionsTool(services)),
    [checkPackage]: as(checkPackage, checkTool(services)),
    [upload]: as(upload, uploadTool(services)),
    [deploy]: as(deploy, deployTool(services)),
    [deploymentLog]: as(deploymentLog, logTool(services)),
  };
}
