// The roastery's calendar: it roasts on Tuesdays and Fridays, packs the same day, delivers two to four days later.

const ROAST_DAYS = [2, 5];

const shift = (day, by) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + by);

function roastDay(from, step) {
  let day = from;
  while (!ROAST_DAYS.includes(day.getDay())) day = shift(day, step);
  return day;
}

/** The roast that is on the shelf: today's or the last one before it. */
export const lastRoast = (today = new Date()) => roastDay(shift(today, 0), -1);

/** The roast an order placed today goes into: the next one, never today's. */
export const nextRoast = (today = new Date()) => roastDay(shift(today, 1), 1);

/** First and last day on which a parcel packed on `day` arrives. */
export const arrival = (day) => [shift(day, 2), shift(day, 4)];
