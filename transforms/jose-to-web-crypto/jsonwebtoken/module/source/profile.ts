// Which release of jsonwebtoken a module follows is decided when it is put together; the types are
// those of either.
export { ALGORITHM, KEY_OPTIONS } from './profile-9/profile.js';
