import Module from 'node:module';

const LAMBDA_API = /[\\/]lambda-api[\\/]lib[\\/]s3-service\.js$/;

const S3_MISSING =
  'aws-sdk is not installed, and this route needs it: npm i --no-save aws-sdk@2, or stub it in --setup';

/** Stands for the S3 client of AWS SDK 2 until something is asked of it. */
function missingS3(): object {
  return new Proxy(
    {},
    {
      get() {
        throw new Error(S3_MISSING);
      },
    },
  );
}

/**
 * lambda-api before 1.0 loads AWS SDK 2 by itself, which the Lambda runtime of its days brought
 * along: such a service has it in no package.json. Where it is not installed, routes that do
 * without S3 run all the same.
 */
export function standInForAwsSdk(): void {
  const load: unknown = Reflect.get(Module, '_load');
  if (typeof load !== 'function') return;
  Reflect.set(
    Module,
    '_load',
    (request: string, parent?: { filename?: string }, main?: boolean) => {
      if (request !== 'aws-sdk' || !LAMBDA_API.test(parent?.filename ?? ''))
        return load.call(Module, request, parent, main);
      try {
        return load.call(Module, request, parent, main);
      } catch (error) {
        const isMissing =
          error instanceof Error && Reflect.get(error, 'code') === 'MODULE_NOT_FOUND';
        if (!isMissing) throw error;
        return { S3: missingS3 };
      }
    },
  );
}
