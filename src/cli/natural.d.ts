/** natural's main entry prints, reads ./.env and loads database drivers: only this file of it is used. */
declare module 'natural/lib/natural/distance/levenshtein_distance.js' {
  const distance: { LevenshteinDistance(a: string, b: string): number };
  export default distance;
}
