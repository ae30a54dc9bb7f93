/** Intervals of a share of right answers. */

/** ln Γ(x), x > 0 (Lanczos, g = 7, nine terms; error below 1e-13). */
function logGamma(x: number): number {
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
    -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
    1.5056327351493116e-7,
  ];
  const z = x - 1;
  let sum = terms[0]!;
  for (let i = 1; i < terms.length; i++) sum += terms[i]! / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** P(X ≥ right) of a binomial with n trials and chance p; summed from the larger terms down. */
export function binomialUpperTail(right: number, n: number, p: number): number {
  if (right <= 0) return 1;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  const logTerm = (k: number): number =>
    logGamma(n + 1) -
    logGamma(k + 1) -
    logGamma(n - k + 1) +
    k * Math.log(p) +
    (n - k) * Math.log1p(-p);
  // The shorter, falling side is summed; the other follows by subtraction.
  const mode = Math.floor((n + 1) * p);
  if (right > mode) {
    let sum = 0;
    for (let k = right; k <= n; k++) {
      const term = Math.exp(logTerm(k));
      sum += term;
      if (term < sum * 1e-16) break;
    }
    return Math.min(1, sum);
  }
  let below = 0;
  for (let k = right - 1; k >= 0; k--) {
    const term = Math.exp(logTerm(k));
    below += term;
    if (term < below * 1e-16) break;
  }
  return Math.max(0, 1 - below);
}

function solve(f: (p: number) => number, target: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (f(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Exact one-sided lower bound of a share.
 * @param level  confidence of the bound, 0–1 exclusive
 * @returns 0–1; 0 when nothing was right or nothing was tried
 * @see Clopper and Pearson 1934
 */
export function lowerBound(right: number, n: number, level = 0.95): number {
  if (right <= 0 || n <= 0) return 0;
  return solve((p) => binomialUpperTail(right, n, p), 1 - level);
}

/**
 * Exact two-sided interval of a share.
 * @returns [low, high], each 0–1; [0, 1] when nothing was tried
 * @see Clopper and Pearson 1934
 */
export function exactInterval(right: number, n: number, level = 0.95): [number, number] {
  if (n <= 0) return [0, 1];
  const side = 1 - (1 - level) / 2;
  return [lowerBound(right, n, side), 1 - lowerBound(n - right, n, side)];
}
