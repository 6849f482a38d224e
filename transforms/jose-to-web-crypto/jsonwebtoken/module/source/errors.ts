/** A token, or a key for it, is not as it should be; `message` says why. */
export class JsonWebTokenError extends Error {
  declare inner: Error;

  constructor(message: string, error?: Error) {
    super();
    this.name = 'JsonWebTokenError';
    // Assigned like the name, so that JSON.stringify() shows both.
    this.message = message;
    if (error) this.inner = error;
  }
}

/** The token is no longer valid. */
export class TokenExpiredError extends JsonWebTokenError {
  declare expiredAt: Date;

  constructor(message: string, expiredAt: Date) {
    super(message);
    this.name = 'TokenExpiredError';
    this.expiredAt = expiredAt;
  }
}

/** The token is not valid yet. */
export class NotBeforeError extends JsonWebTokenError {
  declare date: Date;

  constructor(message: string, date: Date) {
    super(message);
    this.name = 'NotBeforeError';
    this.date = date;
  }
}
