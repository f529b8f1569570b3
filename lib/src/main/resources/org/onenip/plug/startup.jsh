import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.nio.file.Path;
import org.onenip.backbone.*;
import org.onenip.data.*;
import org.onenip.demo.*;
import org.onenip.detect.*;
import org.onenip.engine.*;
import org.onenip.evaluation.*;
import org.onenip.method.*;
import org.onenip.method.nearest.*;
import org.onenip.method.onenip.*;
import org.onenip.method.uniad.*;
import org.onenip.metrics.*;
import org.onenip.model.*;
import org.onenip.notebook.*;
import org.onenip.report.*;
import org.onenip.run.*;
import org.onenip.support.*;
import org.onenip.synthesis.*;
import org.onenip.training.*;
import org.onenip.weights.*;

/** Runs a command of the command line, say onenip("train", "--data", "DATA", "--run", "runs/a"). */
int onenip(String... arguments) { return org.onenip.cli.Main.run(arguments); }

/** The embedded detector of the generated products, or that of a run. */
OneNipDetector load() { return Workshop.detector(); }
OneNipDetector load(String run) { return Detectors.loadOneNip(Path.of(run), Engine.getInstance().defaultDevice()); }

/** What a detector says of an image file. */
AnomalyMap detect(Detector detector, String image) { return detector.detect(List.of(ImageFiles.read(Path.of(image)))).get(0); }

/** Opens a picture, or an image under its heat map, in the system's viewer. */
void show(java.awt.image.BufferedImage picture) { Viewer.open(picture); }
void show(Detector detector, String image) { var map = detect(detector, image); Viewer.open(HeatMap.of(map).over(PilResize.bilinear(ImageFiles.read(Path.of(image)), map.width(), map.height()), map)); }

/** Trains a small detector in about four minutes, and keeps it in a run. */
int train(String data, String run) { return onenip("train", "--data", data, "--run", run, "--preset", "tiny", "--size", "160"); }
