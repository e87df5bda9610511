// Goods of the demo catalogue, each for what is special about it.

/** One variant, plenty of it, found by everyday words of both languages. */
export const KETTLE = {
  slug: 'shimul-ek-17-electric-kettle',
  sku: 'SHM-EK17',
  title: { en: 'Shimul EK-17 Electric Kettle', bn: 'শিমুল EK-17 ইলেকট্রিক কেটলি' },
};

/** Four variants, and a phone: its IMEI belongs on the invoice. */
export const PHONE = { slug: 'korotoa-kx-55q-smartphone', sku: 'KRT-KX55Q-BLK-128' };

/** One variant; a test decides how many there are. */
export const IRON = { slug: 'mohua-si-24-steam-iron', sku: 'MHA-SI24' };

/** One variant; a test decides what it costs. */
export const BLENDER = { slug: 'shimul-bl-750-three-in-one-blender', sku: 'SHM-BL750' };

/** One variant of which there is none. */
export const SOLD_OUT = { slug: 'rongdhonu-rt-65q-qled-4k-tv' };

/** An IMEI whose check digit is right, not used yet. */
export function newImei() {
  const body = String(35_000_000_000_000 + Date.now() % 10_000_000_000 + (imeis += 1));
  const sum = [...body].reduce((sum, digit, at) => {
    const value = Number(digit) * (at % 2 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
  return body + ((10 - (sum % 10)) % 10);
}

let imeis = 0;
