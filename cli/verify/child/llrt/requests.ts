import type { LlrtEnvironment } from './environment.js';
import { formDataOf } from './responses.js';
import { restrictClass, type RestrictedClass } from './restrict-class.js';

/**
 * Headers that Request leaves out.
 *
 * @see modules/llrt_fetch/src/headers.rs of awslabs/llrt
 */
const FORBIDDEN =
  /^(?:accept-charset|accept-encoding|access-control-request-(?:headers|method)|connection|content-length|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding|upgrade|via|proxy-.*|sec-.*)$/;

/** Request as LLRT has it. */
export function restrictRequest(environment: LlrtEnvironment): RestrictedClass {
  const { profile, refusals, has } = environment;
  const bodies = new WeakMap<object, unknown>();
  const methods = new WeakMap<object, string>();
  const isOld = has('llrt-request-body-stream');
  const adopted: { adopt?: RestrictedClass['adopt'] } = {};
  const overrides = {
    clone(this: Request): Request {
      const copy = Request.prototype.clone.call(this);
      bodies.set(copy, bodies.get(this));
      // Those releases put the URL in the place of the method.
      if (isOld) methods.set(copy, copy.url);
      return adopted.adopt?.(copy) ?? copy;
    },
  };
  if (isOld) showRawBody(overrides, environment, { bodies, methods });
  if (profile.globals.includes('FormData'))
    Object.assign(overrides, { formData: formDataOf(environment) });
  const restricted = restrictClass(
    Request,
    {
      name: 'Request',
      members: profile.classes['Request'] ?? [],
      code: 'llrt-request-formdata',
      overrides,
      after: (made, [input, init]) => {
        const given = (init as { body?: unknown } | undefined)?.body;
        bodies.set(made, given ?? bodies.get(Object(input)) ?? null);
        if (has('llrt-request-forbidden-headers')) dropHeaders(made as Request, environment);
      },
    },
    refusals,
  );
  adopted.adopt = restricted.adopt;
  return restricted;
}

interface Known {
  readonly bodies: WeakMap<object, unknown>;
  readonly methods: WeakMap<object, string>;
}

function showRawBody(
  overrides: object,
  { refusals }: LlrtEnvironment,
  { bodies, methods }: Known,
): void {
  const method = Object.getOwnPropertyDescriptor(Request.prototype, 'method')?.get;
  Object.defineProperties(overrides, {
    body: {
      configurable: true,
      get(this: Request): unknown {
        refusals.note('llrt-request-body-stream', 'Request.body');
        return bodies.get(this) ?? null;
      },
    },
    method: {
      configurable: true,
      get(this: Request): unknown {
        const wrong = methods.get(this);
        if (wrong !== undefined) refusals.note('llrt-request-clone', 'method of a cloned Request');
        return wrong ?? (method?.call(this) as unknown);
      },
    },
  });
}

/** Leaves headers out, and notes when one of them is asked for. */
function dropHeaders({ headers }: Request, { refusals }: LlrtEnvironment): void {
  const dropped = new Set(Array.from(headers.keys()).filter((name) => FORBIDDEN.test(name)));
  dropped.forEach((name) => headers.delete(name));
  const guarded = Object.create(Headers.prototype) as Record<string, unknown>;
  for (const asking of ['get', 'has'] as const) {
    guarded[asking] = function (this: Headers, name: string): unknown {
      if (dropped.has(String(name).toLowerCase()))
        refusals.note('llrt-request-forbidden-headers', `header ${name} of a Request`);
      return (Headers.prototype[asking] as (name: string) => unknown).call(this, name);
    };
  }
  if (dropped.size > 0) Object.setPrototypeOf(headers, guarded);
}
