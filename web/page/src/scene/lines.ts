// Draws the edges of a large graph as thin straight lines. Sigma keeps objects of each edge that it knows, and looks at all of them whenever a node moves; these
// edges it does not know: they are numbers in one array, written again where nodes have moved.
import type Sigma from 'sigma';
import { EdgeProgram } from 'sigma/rendering';
import type { ProgramInfo } from 'sigma/rendering';
import type { RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';

/** What is drawn: `ends` holds two numbers of nodes for each line, which are places in `ids`. */
export interface Lines {
  ids: string[];
  ends: Uint32Array;
  /** Colour of a line, with how much it lets through. */
  colour(line: number): string;
  /** Lines that are looked at are drawn last, over the others. */
  near(line: number): boolean;
}

const VERTEX = `
attribute vec2 a_position;
attribute vec4 a_color;
uniform mat3 u_matrix;
varying vec4 v_color;
const float bias = 255.0 / 254.0;
void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1.0)).xy, 0.0, 1.0);
  float cover = a_color.a * bias;
  v_color = vec4(a_color.rgb * cover, cover);
}`;

const FRAGMENT = `
precision mediump float;
varying vec4 v_color;
void main() {
  gl_FragColor = v_color;
}`;

const UNIFORMS = ['u_matrix'] as const;
/** Numbers a line: x, y and colour of both ends. */
const NUMBERS = 6;

/** The program of edges that draws what `lines` gives. */
export function linesProgram(lines: () => Lines) {
  return class extends EdgeProgram<(typeof UNIFORMS)[number]> {
    private stale = true;

    constructor(gl: WebGLRenderingContext, pickingBuffer: WebGLFramebuffer | null, renderer: Sigma) {
      super(gl, pickingBuffer, renderer);
      renderer.on('afterProcess', () => (this.stale = true));
    }

    getDefinition() {
      const { FLOAT, UNSIGNED_BYTE, LINES } = WebGLRenderingContext;
      return {
        VERTICES: 2,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: LINES,
        UNIFORMS,
        ATTRIBUTES: [
          { name: 'a_position', size: 2, type: FLOAT },
          { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
        ],
      };
    }

    // Sigma makes room for the edges that it knows, which are none.
    reallocate(): void {}
    processVisibleItem(): void {}

    render(params: RenderParams): void {
      if (this.stale) this.write(lines());
      this.stale = false;
      super.render(params);
    }

    setUniforms({ matrix }: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
      gl.uniformMatrix3fv(uniformLocations.u_matrix!, false, matrix);
    }

    private write({ ids, ends, colour, near }: Lines): void {
      const count = ends.length / 2;
      if (this.array.length !== count * NUMBERS) this.array = new Float32Array(count * NUMBERS);
      this.verticesCount = count * 2;
      const places = new Float32Array(ids.length * 2);
      ids.forEach((id, i) => {
        const { x, y } = this.renderer.getNodeDisplayData(id)!;
        places[2 * i] = x;
        places[2 * i + 1] = y;
      });
      let at = 0;
      const put = (end: number, paint: number) => {
        this.array[at++] = places[2 * end]!;
        this.array[at++] = places[2 * end + 1]!;
        this.array[at++] = paint;
      };
      for (const last of [false, true]) {
        for (let line = 0; line < count; line++) {
          if (near(line) !== last) continue;
          const paint = floatColor(colour(line));
          put(ends[2 * line]!, paint);
          put(ends[2 * line + 1]!, paint);
        }
      }
    }
  };
}
