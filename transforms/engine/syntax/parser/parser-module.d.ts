declare module '#parser' {
  import { ts } from 'ts-morph';
  export = ts;
}
