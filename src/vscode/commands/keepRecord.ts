import type { UploadRecords } from '../../core/operations/uploadRecords.ts';
import type { Services } from './services.ts';

/** Writes to the history. A disk that is full keeps nobody from uploading: it is logged, and the upload goes on. */
export async function keep<T>(
  { records, log }: Pick<Services, 'records' | 'log'>,
  write: (records: UploadRecords) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await write(records);
  } catch (error) {
    log.warn(`The history of uploads could not be written: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
