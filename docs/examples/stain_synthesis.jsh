// A synthesis: a round stain with a soft edge, which tints what is below it.
//   lib/onenip train --data DATA --run runs/stain --set synthesis=stain --plug docs/examples/stain_synthesis.jsh

class Stain implements Synthesis {
  @Override
  public PseudoAnomaly apply(RgbImage normal, SplittableRandom random) {
    int width = normal.width();
    int height = normal.height();
    double radius = (0.05 + 0.15 * random.nextDouble()) * Math.min(width, height);
    double centreX = random.nextDouble() * width;
    double centreY = random.nextDouble() * height;
    double strength = 0.3 + 0.6 * random.nextDouble();
    double[] tint = {255 * random.nextDouble(), 255 * random.nextDouble(), 255 * random.nextDouble()};
    var rgb = normal.rgb().clone(); // the normal image stays as it is
    var mask = new boolean[width * height];
    for (int i = 0; i < mask.length; i++) {
      double away = Math.hypot(i % width + 0.5 - centreX, i / width + 0.5 - centreY) / radius;
      double opacity = strength * Math.max(0, Math.min(1, 4 * (1 - away))); // falls over the outer quarter
      mask[i] = opacity > strength / 2; // what cannot be seen is not labelled
      for (int channel = 0; channel < 3 && opacity > 0; channel++) {
        double value = (1 - opacity) * (rgb[3 * i + channel] & 0xff) + opacity * tint[channel];
        rgb[3 * i + channel] = (byte) Math.round(value);
      }
    }
    return new PseudoAnomaly(new RgbImage(width, height, rgb), new PixelMask(width, height, mask));
  }
}

Syntheses.register("stain", textures -> new Stain());

// halves that are registered can be mixed: CutPaste or a stain, with equal probability
Syntheses.register("cutpaste-or-stain", textures -> new Mixture(new CutPaste(), new Stain()));
