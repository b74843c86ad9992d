import { randomUUID } from 'node:crypto';
import type { Reply } from './received-request.ts';

/** An error of `/identity/token` (contract 3.3): no OAuth `error` member, and a context that has personal data. */
export function identityError(
  status: number,
  errorCode: string,
  errorMessage: string,
  origin: string,
): Reply {
  const now = new Date().toISOString();
  const context = {
    requestId: randomUUID().replaceAll('-', ''),
    requestType: 'incoming.Identity_Token',
    userAgent: 'sample',
    url: origin,
    instanceId: 'iamid-sample-1',
    threadId: '1a2b3',
    host: 'iamid-sample-1',
    startTime: now,
    endTime: now,
    elapsedTime: '3',
    locale: 'en_US',
    clusterName: 'iam-id-sample',
    clientIp: '203.0.113.7',
  };
  return { status, json: { errorCode, errorMessage, context } };
}

/** An error of the key management calls (contract 3.4), which have another shape than 3.3. */
export function managementError(status: number, code: string, message: string): Reply {
  const requestId = randomUUID().replaceAll('-', '');
  return {
    status,
    json: {
      context: { request_id: requestId },
      status_code: status,
      errors: [{ code, message_code: code, message, details: '' }],
      trace: requestId,
    },
  };
}
