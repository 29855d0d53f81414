import type { DeployRecords } from '../../core/operations/deployRecord.ts';
import type { UploadRecords } from '../../core/operations/uploadRecord.ts';
import type { OutputLog } from '../outputLog.ts';
import type { UploadServices } from './uploadServices.ts';
import type { DeployServices } from './deployServices.ts';

/** Writes to the history of uploads. A disk that is full keeps nobody from uploading: it is logged, and the upload goes on. */
export async function keep<T>(
  { uploads: { records }, log }: Pick<UploadServices, 'uploads' | 'log'>,
  write: (records: UploadRecords) => Promise<T>,
): Promise<T | undefined> {
  return unlessDiskFails(log, () => write(records));
}

/** The same for the notes of deployments. */
export async function keepDeploy<T>(
  { deploys: { records }, log }: Pick<DeployServices, 'deploys' | 'log'>,
  write: (records: DeployRecords) => Promise<T>,
): Promise<T | undefined> {
  return unlessDiskFails(log, () => write(records));
}

async function unlessDiskFails<T>(log: OutputLog, write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    log.warn(`What is under way could not be written down: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
