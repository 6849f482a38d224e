/** Version of hono that the emitted code was measured with. */
export const HONO_RANGE = '^4.13.19';
