export interface Oven { size: number; heat: number }

// Picks the coldest oven that is large enough for the tray.
export function routerPech(ovens: Oven[], tray: number): Oven | undefined {
  return ovens.filter((oven) => oven.size >= tray).sort((a, b) => a.heat - b.heat)[0];
}

export function ovenHeat(oven: Oven): number {
  return oven.heat;
}
