/**
 * How many standard errors Student's interval of 95 % confidence reaches to either side, for an integer number of
 * degrees of freedom.
 */
export function studentQuantile(degrees: number): number {
  // The probability grows with the angle from 0 to 1, so halving finds it to the last bit.
  let [low, high] = [0, Math.PI / 2];
  for (let halvings = 0; halvings < 60; halvings++) {
    const angle = (low + high) / 2;
    if (probabilityWithin(angle, degrees) < 0.95) low = angle;
    else high = angle;
  }
  return Math.sqrt(degrees) * Math.tan(low);
}

/**
 * The probability that |t| is at most √degrees · tan(angle): the finite sums for integer degrees in M. Abramowitz and
 * I. A. Stegun, "Handbook of Mathematical Functions" (1964), 26.7.3 and 26.7.4.
 */
function probabilityWithin(angle: number, degrees: number): number {
  const isOdd = degrees % 2 === 1;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let power = isOdd ? 3 : 2; power <= degrees - 2; power += 2) {
    term *= cosine ** 2 * (power - 1) / power;
    sum += term;
  }
  return isOdd ? 2 / Math.PI * (angle + sine * sum) : sine * sum;
}
