import { createHash } from 'node:crypto';

/** What the recorder sees of one request. */
export interface SeenRequest {
  readonly service: string;
  /** Operation of RPC protocols, `''` for REST. */
  readonly action: string;
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
  /** The clock of the replay, in milliseconds since 1970. */
  readonly now: number;
}

/** An answer that the AWS SDKs accept. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const REQUEST_ID = '00000000-0000-4000-8000-00000000feed';
const XML = { 'content-type': 'text/xml' };

/**
 * The smallest valid answer to an AWS call: an empty object for the JSON protocols,
 * the operation's result element for the query protocol, an empty object or listing
 * for S3. The same request always gets the same answer.
 */
export function answerFor(request: SeenRequest): Answer {
  if (request.contentType.startsWith('application/x-amz-json')) {
    const body = JSON.stringify(jsonResult(request));
    return { status: 200, headers: { 'content-type': request.contentType }, body };
  }
  if (request.action !== '') return { status: 200, headers: XML, body: queryResult(request) };
  if (request.service === 's3') return s3Result(request);
  if (request.service === 'signin') return signinResult();
  return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

function jsonResult({ action, body }: SeenRequest): unknown {
  const input = parseObject(body);
  switch (action) {
    case 'Query':
    case 'Scan':
      return { Items: [], Count: 0, ScannedCount: 0 };
    case 'BatchGetItem':
      return { Responses: {}, UnprocessedKeys: {} };
    case 'BatchWriteItem':
      return { UnprocessedItems: {} };
    case 'PutEvents':
      return { FailedEntryCount: 0, Entries: [] };
    case 'SendMessage':
      return { MessageId: REQUEST_ID, MD5OfMessageBody: md5(String(input['MessageBody'] ?? '')) };
    case 'SendMessageBatch':
      return { Successful: batchEntries(input['Entries']), Failed: [] };
    default:
      return {};
  }
}

function batchEntries(entries: unknown): unknown[] {
  if (!Array.isArray(entries)) return [];
  return entries.map((entry: unknown) => {
    const fields = isRecord(entry) ? entry : {};
    return {
      Id: fields['Id'],
      MessageId: REQUEST_ID,
      MD5OfMessageBody: md5(String(fields['MessageBody'] ?? '')),
    };
  });
}

function queryResult({ action, body, now }: SeenRequest): string {
  const form = new URLSearchParams(body);
  return (
    `<${action}Response><${action}Result>${queryFields(action, form, now)}</${action}Result>` +
    `<ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata></${action}Response>`
  );
}

function queryFields(action: string, form: URLSearchParams, now: number): string {
  switch (action) {
    case 'AssumeRole':
    case 'AssumeRoleWithSAML':
    case 'AssumeRoleWithWebIdentity':
    case 'GetSessionToken':
    case 'GetFederationToken':
      return credentials(form, now);
    case 'GetCallerIdentity':
      return '<Arn>arn:aws:iam::123456789012:user/verify</Arn><UserId>AIDAVERIFY</UserId><Account>123456789012</Account>';
    case 'SendMessage':
      return `<MessageId>${REQUEST_ID}</MessageId><MD5OfMessageBody>${md5(form.get('MessageBody') ?? '')}</MD5OfMessageBody>`;
    case 'Publish':
    case 'SendEmail':
    case 'SendRawEmail':
    case 'SendTemplatedEmail':
      return `<MessageId>${REQUEST_ID}</MessageId>`;
    default:
      return '';
  }
}

function credentials(form: URLSearchParams, now: number): string {
  const session = escapeXml(form.get('RoleSessionName') ?? 'session');
  const seconds = Number(form.get('DurationSeconds') ?? 3600);
  const expiration = new Date(now + seconds * 1000).toISOString().replace(/\.\d+/, '');
  return (
    `<Credentials><AccessKeyId>ASIAVERIFYVERIFY0000</AccessKeyId>` +
    `<SecretAccessKey>verify-secret-access-key</SecretAccessKey>` +
    `<SessionToken>verify-session-token</SessionToken><Expiration>${expiration}</Expiration></Credentials>` +
    `<AssumedRoleUser><AssumedRoleId>AROAVERIFY:${session}</AssumedRoleId>` +
    `<Arn>arn:aws:sts::123456789012:assumed-role/verify/${session}</Arn></AssumedRoleUser>`
  );
}

function s3Result({ method, path }: SeenRequest): Answer {
  const query = new URL(path, 'http://s3').searchParams;
  if (method === 'DELETE') return { status: 204, headers: {}, body: '' };
  if (method === 'PUT') return { status: 200, headers: { etag: '"verify"' }, body: '' };
  if (query.has('list-type') || query.has('prefix') || query.has('delimiter')) {
    const body =
      '<ListBucketResult><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>';
    return { status: 200, headers: { 'content-type': 'application/xml' }, body };
  }
  if (method === 'POST') {
    const body = query.has('delete') ? '<DeleteResult/>' : '<Result/>';
    return { status: 200, headers: { 'content-type': 'application/xml' }, body };
  }
  return { status: 200, headers: { etag: '"verify"' }, body: '' };
}

/** The federation endpoint of the console answers `getSigninToken` with JSON. */
function signinResult(): Answer {
  const body = JSON.stringify({ SigninToken: 'verify-signin-token' });
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {}; // not JSON: the operation has no readable input, answer without it
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
