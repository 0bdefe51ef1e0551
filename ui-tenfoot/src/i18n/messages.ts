/** The language in use. English is the first; others join here. */
export { en as t } from './en';
