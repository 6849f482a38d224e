import type { LlrtEnvironment } from './environment.js';
import { readForm } from './form-data.js';
import { restrictClass, type RestrictedClass } from './restrict-class.js';

/** Bodies that are to be read as a form: both Request and Response have them. */
type Readable = Pick<Response, 'headers' | 'arrayBuffer'>;

/** `formData` as LLRT has it. */
export function formDataOf(environment: LlrtEnvironment) {
  const { refusals, globals } = environment;
  return async function formData(this: Readable): Promise<FormData> {
    const type = this.headers.get('content-type') ?? '';
    const isMultipart = type.includes('boundary=');
    const code = isMultipart ? 'llrt-formdata-multipart' : 'llrt-formdata-urlencoded';
    refusals.note(code, isMultipart ? 'formData of a multipart body' : 'formData of a form');
    const Form = globals['FormData'] as typeof FormData;
    const form = new Form();
    for (const [name, value] of readForm(type, Buffer.from(await this.arrayBuffer())))
      form.append(name, value as string);
    return form;
  };
}

/** FormData as LLRT has it: of several values of a name `get` gives the last. */
export function restrictFormData({ profile, refusals }: LlrtEnvironment): RestrictedClass {
  const overrides = {
    get(this: FormData, name: string): unknown {
      return this.getAll(name).at(-1) ?? null;
    },
  };
  const { FormData: members = [] } = profile.classes;
  const code = 'llrt-global-missing';
  return restrictClass(FormData, { name: 'FormData', members, code, overrides }, refusals);
}

/** Response as LLRT has it. */
export function restrictResponse(environment: LlrtEnvironment): RestrictedClass {
  const { profile, refusals, has } = environment;
  const adopted: { adopt?: RestrictedClass['adopt'] } = {};
  const adopt = (response: Response): Response => adopted.adopt?.(response) ?? response;
  const overrides = {
    clone(this: Response): Response {
      return adopt(Response.prototype.clone.call(this));
    },
  };
  if (has('llrt-response-body')) hideBody(overrides, environment);
  if (profile.globals.includes('FormData'))
    Object.assign(overrides, { formData: formDataOf(environment) });
  if (has('llrt-response-set-cookie')) guardCookies(overrides, environment);
  const restricted = restrictClass(
    Response,
    {
      name: 'Response',
      members: profile.classes['Response'] ?? [],
      code: 'llrt-request-formdata',
      overrides,
      statics: {
        json: (data: unknown, ...rest: ResponseInit[]) => adopt(Response.json(data, ...rest)),
        redirect: (url: string, status = 302) => adopt(Response.redirect(url, status as 302)),
        error: () => adopt(Response.error()),
      },
      before: (args) => withText(withoutNothing(args, environment), environment),
    },
    refusals,
  );
  adopted.adopt = restricted.adopt;
  return restricted;
}

function hideBody(overrides: object, { refusals, profile }: LlrtEnvironment): void {
  // Undefined, and null in the oldest releases.
  const nothing = profile.release.startsWith('0.5') ? null : undefined;
  Object.defineProperty(overrides, 'body', {
    configurable: true,
    get: () => {
      refusals.note('llrt-response-body', 'Response.body');
      return nothing;
    },
  });
}

/**
 * A body that is a stream becomes the text that any object has.
 *
 * @see libs/llrt_utils/src/bytes.rs of awslabs/llrt
 */
function withText(args: unknown[], { refusals, has }: LlrtEnvironment): unknown[] {
  const [body, ...rest] = args;
  if (!has('llrt-request-body-stream') || !(body instanceof ReadableStream)) return args;
  refusals.note('llrt-request-body-stream', 'new Response of a stream');
  return ['[object Object]', ...rest];
}

/** `new Response(body, undefined)` is no call that LLRT takes. */
function withoutNothing(args: unknown[], { refusals }: LlrtEnvironment): unknown[] {
  const [, init] = args;
  if (args.length < 2 || (init !== undefined && init !== null)) return args;
  refusals.note('llrt-response-init-undefined', `new Response(body, ${String(init)})`);
  throw new TypeError(`Error converting from js '${String(init)}' into type 'object'`);
}

/** The headers of a response take no cookies once it is made. */
function guardCookies(overrides: object, { refusals }: LlrtEnvironment): void {
  const guarded = Object.create(Headers.prototype) as Record<string, unknown>;
  for (const name of ['append', 'set', 'delete'] as const) {
    const original = Headers.prototype[name] as (...args: unknown[]) => void;
    guarded[name] = function (this: Headers, ...args: unknown[]): void {
      if (String(args[0]).toLowerCase() !== 'set-cookie') return original.apply(this, args);
      refusals.note('llrt-response-set-cookie', 'set-cookie of a finished Response');
    };
  }
  const read = Object.getOwnPropertyDescriptor(Response.prototype, 'headers')?.get;
  Object.defineProperty(overrides, 'headers', {
    configurable: true,
    get(this: Response): unknown {
      return Object.setPrototypeOf(read?.call(this), guarded);
    },
  });
}
