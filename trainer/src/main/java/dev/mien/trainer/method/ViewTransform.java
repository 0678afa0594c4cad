// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

import dev.mien.classifier.model.Preprocessing;
import org.bytedeco.pytorch.GridSampleFuncOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kBilinear;
import org.bytedeco.pytorch.kBorder;

/** How the other view of a picture is made, and where its attention maps belong (section 4.9). */
public sealed interface ViewTransform {

  /** The transforms of section 4.9. */
  enum Kind {
    /** The mirror image, the method's own. */
    FLIP,
    /** A smaller one. */
    SCALE,
    /** A darker one. */
    INTENSITY
  }

  /**
   * Returns the transform of a kind.
   *
   * @param preprocessing of the pictures
   * @param mirrorShift of the maps, see {@link Flip}
   */
  static ViewTransform of(Kind kind, Preprocessing preprocessing, int mirrorShift) {
    return switch (kind) {
      case FLIP -> new Flip(mirrorShift);
      case SCALE -> new Scale(0.8);
      case INTENSITY -> new Intensity(preprocessing, 0.6);
    };
  }

  /** Returns the other view of pictures, N x 3 x H x W as the network takes them. */
  Tensor view(Tensor pictures);

  /** Returns maps of the other view, N x L x h x w, at the places of {@link #shared}. */
  Tensor back(Tensor maps);

  /** Returns that part of the first view's maps that the other view's maps show as well. */
  default Tensor shared(Tensor maps) {
    return maps;
  }

  /**
   * Mirror images. Convolutions that pad on one side look beside the middle of their cell, and at
   * the other side in the mirror image.
   *
   * @param shift column j of a map shows what column j + shift of the mirror image's map shows
   *     after that has been mirrored back; 0 where the network is symmetric
   */
  record Flip(int shift) implements ViewTransform {

    private static final long COLUMNS = 3;

    @Override
    public Tensor view(Tensor pictures) {
      return pictures.flip(COLUMNS);
    }

    @Override
    public Tensor back(Tensor maps) {
      return from(Math.max(0, shift), maps.flip(COLUMNS));
    }

    @Override
    public Tensor shared(Tensor maps) {
      return from(Math.max(0, -shift), maps);
    }

    private Tensor from(int column, Tensor maps) {
      return maps.narrow(COLUMNS, column, maps.size(COLUMNS) - Math.abs(shift));
    }
  }

  /**
   * Pictures made smaller around their middle, the edge repeated: nothing leaves the view, so that
   * every place of the first map has one in the other.
   *
   * @param factor of the size, over 0 to 1
   */
  record Scale(double factor) implements ViewTransform {

    /**
     * Checks the factor.
     *
     * @throws IllegalArgumentException naming the value
     */
    public Scale {
      if (!(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException("scale is " + factor + ", expected over 0 to 1");
      }
    }

    @Override
    public Tensor view(Tensor pictures) {
      return sample(pictures, 1 / factor);
    }

    @Override
    public Tensor back(Tensor maps) {
      return sample(maps, factor);
    }

    /** Looks at each place times a factor, seen from the middle. */
    private static Tensor sample(Tensor planes, double reach) {
      long n = planes.size(0);
      double[] rows = {reach, 0, 0, 0, reach, 0};
      Tensor matrix = Constant.of(rows, planes).view(1, 2, 3).expand(n, 2, 3);
      long[] shape = {n, planes.size(1), planes.size(2), planes.size(3)};
      Tensor grid = torch.affine_grid(matrix, shape, false);
      GridSampleFuncOptions options = new GridSampleFuncOptions();
      options.mode().put(new kBilinear());
      options.padding_mode().put(new kBorder());
      options.align_corners().put(false);
      return torch.grid_sample(planes, grid, options);
    }
  }

  /**
   * Pictures with the light turned down.
   *
   * @param preprocessing says which number is black
   * @param gain of the light, over 0 to 1
   */
  record Intensity(Preprocessing preprocessing, double gain) implements ViewTransform {

    /**
     * Checks the gain.
     *
     * @throws IllegalArgumentException naming the value
     */
    public Intensity {
      if (!(gain > 0 && gain <= 1)) {
        throw new IllegalArgumentException("gain is " + gain + ", expected over 0 to 1");
      }
    }

    @Override
    public Tensor view(Tensor pictures) {
      double[] black = new double[preprocessing.mean().size()];
      for (int channel = 0; channel < black.length; channel++) {
        black[channel] = -preprocessing.mean().get(channel) / preprocessing.scale().get(channel);
      }
      Tensor zero = Constant.of(black, pictures).view(1, black.length, 1, 1);
      return pictures.sub(zero).mul(new Scalar(gain)).add(zero);
    }

    @Override
    public Tensor back(Tensor maps) {
      return maps;
    }
  }
}
