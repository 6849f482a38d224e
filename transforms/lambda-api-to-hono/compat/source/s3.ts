import type { Context } from 'hono';
import type { RoutedApp } from './answer-options.js';
import { FileError } from './errors.js';
import type { Loose } from './event.js';
import { facts, routerOf } from './router.js';

/** An object in S3. */
export interface StoredObject {
  readonly bytes: Uint8Array;
  readonly modified?: Date | undefined;
  readonly type?: string | undefined;
  readonly etag?: string | undefined;
}

/** What is done with addresses such as `s3://bucket/key`. */
export interface ObjectStore {
  /** An address that anybody can read for some seconds. */
  sign(address: string, seconds?: unknown): Promise<string>;
  read(address: string): Promise<StoredObject>;
}

/**
 * `createAPI({ s3Config })`, and the client that lambda-api makes without it: signs addresses for
 * `getLink()` and `redirect()` and reads objects for `sendFile()`. The SDK is loaded when it is used.
 *
 * @example
 * useS3(app, { region: 'eu-west-1' });
 */
export function useS3(app: RoutedApp, config: Loose = {}): void {
  let client: Loose;
  const connect = async () => {
    const sdk = await import('@aws-sdk/client-s3');
    client ??= new sdk.S3Client(config);
    return sdk;
  };
  routerOf(app).s3 = {
    async sign(address, seconds) {
      const object = parseAddress(address);
      const { GetObjectCommand } = await connect();
      const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
      const expiresIn = isNaN(Number(seconds ?? NaN)) ? 900 : parseInt(String(seconds));
      return getSignedUrl(client, new GetObjectCommand(object), { expiresIn });
    },
    async read(address) {
      const object = parseAddress(address);
      const { GetObjectCommand } = await connect();
      const { Body, LastModified, ContentType, ETag } = await client.send(
        new GetObjectCommand(object),
      );
      const bytes: Uint8Array = await Body.transformToByteArray();
      return { bytes, modified: LastModified, type: ContentType, etag: ETag };
    },
  };
}

/**
 * `res.getLink('s3://bucket/key', seconds)`: an address that anybody can read, for 900 seconds by
 * default.
 *
 * @example
 * const url = await getLink(c, 's3://reports/7.pdf', 60);
 */
export async function getLink(c: Context, address: string, seconds?: unknown): Promise<string> {
  const store = facts.get(c)?.router.s3;
  if (!store) throw new Error('Cannot sign for S3: call useS3() first');
  return store.sign(address, seconds);
}

function parseAddress(address: string): { Bucket: string; Key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)/i.exec(address) ?? [];
  if (!bucket || !key) throw new FileError('Invalid S3 path', { path: address });
  return { Bucket: bucket, Key: key };
}
