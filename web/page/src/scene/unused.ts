// Sigma makes all its own programs, also those that nothing is drawn with, and compiling their shaders takes a tenth of a second where there is no graphics card.

/** Stands for a program that is not used. */
class Unused {
  drawLabel = undefined;
  drawHover = undefined;
  kill(): void {}
  reallocate(): void {}
  process(): void {}
  render(): void {}
}

export const unusedNodes = { circle: Unused };
export const unusedEdges = { arrow: Unused, line: Unused };
